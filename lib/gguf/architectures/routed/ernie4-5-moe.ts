/** `ernie4_5-moe`: ERNIE 4.5 with routed and shared experts. Source: llama.cpp src/models/ernie4-5-moe.cpp. */
import { routed } from './routed';

export const ernie45moe = routed();
