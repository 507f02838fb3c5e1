/** `seed_oss`: Seed OSS; query, key and value have biases. Source: llama.cpp src/models/seed-oss.cpp. */
import { decoder } from '../decoder';

export const seedOss = decoder();
