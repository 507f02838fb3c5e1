/** `qwen3next`: Qwen 3 Next, built as Qwen 3.5 with experts. Source: llama.cpp src/models/qwen3next.cpp. */
import { qwen35moe } from './qwen35moe';

export const qwen3next = qwen35moe;
