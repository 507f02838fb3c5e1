/** Locked models whose memory these tests compute. */
import { models } from '../../../overlays/models';

export const llama8b = models['llama-3.1-8b-instruct/Q4_K_M'];
export const llama70b = models['llama-3.3-70b-instruct/Q4_K_M'];
export const gptOss = models['gpt-oss-20b/MXFP4'];
export const gemma = models['gemma-3-27b-it/Q4_K_M'];
export const embedder = models['nomic-embed-text:latest'];
export const at = 'production.models.llama';
export const names = (terms: readonly { readonly name: string }[]): readonly string[] => terms.map(({ name }) => name);
