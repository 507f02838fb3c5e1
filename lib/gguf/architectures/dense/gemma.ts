/** `gemma`: the first Gemma; the embedding is tied. Source: llama.cpp src/models/gemma.cpp. */
import { decoder } from '../decoder';

export const gemma = decoder();
