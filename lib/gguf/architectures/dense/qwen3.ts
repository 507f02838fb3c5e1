/** `qwen3`: Qwen 3 dense, with a norm on each head. Source: llama.cpp src/models/qwen3.cpp. */
import { decoder } from '../decoder';

export const qwen3 = decoder();
