/** `command-r`: Command R and R+, with parallel blocks. Source: llama.cpp src/models/command-r.cpp. */
import { parallel } from './parallel';

export const commandR = parallel();
