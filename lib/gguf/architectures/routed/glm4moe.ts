/**
 * `glm4moe`: GLM 4.5 and later, a shared expert beside the routed ones and leading dense layers. Source: llama.cpp
 * src/models/glm4-moe.cpp.
 */
import { routed } from './routed';

export const glm4moe = routed();
