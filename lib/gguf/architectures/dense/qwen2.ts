/** `qwen2`: Qwen 2.5 and its distillates; query, key and value have biases. Source: llama.cpp src/models/qwen2.cpp. */
import { decoder } from '../decoder';

export const qwen2 = decoder();
