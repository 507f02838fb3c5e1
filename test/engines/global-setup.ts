/**
 * Once before the tests: builds the engines and unpacks the programs of the images, which nothing else may wait minutes
 * for.
 */
import { prepare } from '../jest/prepare';
import { prepareDebian } from '../programs/support/debian';

export default async (): Promise<void> => {
  await prepare(['llama-server', 'ollama']);
  prepareDebian(['busybox', 'nginx']);
};
