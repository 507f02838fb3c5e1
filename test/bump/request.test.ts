/** What the command accepts, and each refusal by its full sentence; faults are told together. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../lib';
import { readRequest } from './support/request';

const digest = `sha256:${'a'.repeat(64)}`;
const refusal = (...args: readonly string[]): string => {
  try {
    readRequest(args);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('a request', () => {
  test('for a build of llama-server writes nothing unless it is told to', () => {
    expect(readRequest(['llama-server', '90000'])).toEqual({
      engine: 'llama-server',
      version: [90000],
      build: 'b90000',
      write: false,
      suite: true,
      pins: [
        { image: 'llamaServer', option: 'digest', tag: 'server-b90000', digest: undefined },
        { image: 'llamaServerCuda', option: 'cuda-digest', tag: 'server-cuda-b90000', digest: undefined },
        { image: 'llamaServerRocm', option: 'rocm-digest', tag: 'server-rocm-b90000', digest: undefined },
        { image: 'llamaServerVulkan', option: 'vulkan-digest', tag: 'server-vulkan-b90000', digest: undefined },
      ],
    });
    expect(readRequest(['llama-server', 'b90000', '--without-suite']).suite).toBe(false);
  });

  test('for a version of Ollama has one image for CPUs and CUDA, and one for AMD', () => {
    expect(readRequest(['ollama', 'v0.40.1', '--write', '--digest', digest, '--rocm-digest', digest])).toEqual({
      engine: 'ollama',
      version: [0, 40, 1],
      build: '0.40.1',
      write: true,
      suite: true,
      pins: [
        { image: 'ollama', option: 'digest', tag: '0.40.1', digest },
        { image: 'ollamaRocm', option: 'rocm-digest', tag: '0.40.1-rocm', digest },
      ],
    });
  });
});

describe('refused', () => {
  test.each([
    [[], 'npm run bump: ENGINE BUILD is missing.\n  help: npm run bump -- --help\n  [Usage]'],
    [['llama-server'], 'npm run bump: 1 of ENGINE BUILD is given.\n  help: npm run bump -- --help\n  [Usage]'],
    [
      ['llama-server', '11434', '--writ'],
      "npm run bump: there is no option '--writ'.\n  did you mean: --write\n  allowed: --without-suite · --write · --digest · --cuda-digest · --rocm-digest · --vulkan-digest\n  help: npm run bump -- --help\n  [Usage]",
    ],
    [
      ['lama-server', '11434'],
      "bump: no engine is called 'lama-server'.\n  did you mean: llama-server\n  allowed: llama-server · ollama\n  [UnknownEngine]",
    ],
    [
      ['llama-server', '11.434'],
      "bump llama-server: '11.434' is no version of it.\n  allowed: one like 11434\n  [VersionForm]",
    ],
    [['ollama', '0.40'], "bump ollama: '0.40' is no version of it.\n  allowed: one like 0.34.3\n  [VersionForm]"],
    [
      ['ollama', '0.30.9'],
      'bump ollama: 0.30.9 is older than 0.31.2, CVE-2026-65315, unbounded allocation by GGUF metadata, is fixed in 0.31.2.\n  fix: name a newer build\n  [BelowMinimum]',
    ],
    [
      ['ollama', '0.40.1', '--write', '--digest', 'latest', '--rocm-digest', digest],
      "bump --digest: 'latest' is no digest.\n  allowed: sha256: and 64 hexadecimal digits\n  [DigestForm]",
    ],
    [
      ['ollama', '0.40.1', '--write', '--digest', digest, '--rocm-digest', digest, '--without-suite'],
      'bump --without-suite: what no test has run is not written.\n  fix: leave out --without-suite, or --write\n  [WriteWithoutSuite]',
    ],
    [
      ['ollama', '0.40.1', '--cuda-digest', digest],
      'bump --cuda-digest: ollama has no such image.\n  allowed: --digest · --rocm-digest\n  [Usage]',
    ],
  ])('%j', (args, says) => {
    expect(refusal(...args)).toBe(says);
  });

  test('the pinned build', () => {
    const pinned = images.llamaServer.version.join();
    expect(refusal('llama-server', pinned)).toBe(
      `bump llama-server: ${pinned} is the pinned build.\n  fix: name another one\n  [AlreadyPinned]`,
    );
  });

  test('all missing digests at once', () => {
    expect(refusal('llama-server', '90000', '--write')).toBe(
      [
        'bump --digest: nothing is written without the digest of server-b90000.',
        '  fix: --digest sha256:…, of the index of all platforms, as the registry shows it',
        '  [DigestMissing]',
        'bump --cuda-digest: nothing is written without the digest of server-cuda-b90000.',
        '  fix: --cuda-digest sha256:…, of the index of all platforms, as the registry shows it',
        '  [DigestMissing]',
        'bump --rocm-digest: nothing is written without the digest of server-rocm-b90000.',
        '  fix: --rocm-digest sha256:…, of the index of all platforms, as the registry shows it',
        '  [DigestMissing]',
        'bump --vulkan-digest: nothing is written without the digest of server-vulkan-b90000.',
        '  fix: --vulkan-digest sha256:…, of the index of all platforms, as the registry shows it',
        '  [DigestMissing]',
      ].join('\n'),
    );
  });
});
