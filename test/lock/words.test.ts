/** The words of `npm run lock`: files that stand in the place of others, words that are missing, the help, the key. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { commands } from '../../scripts/commands';
import { keyOf } from '../../scripts/lock/entry';
import { lockFolder } from './folder';

const { lockFile, run, file } = lockFolder();

test.each([
  [
    '--projector',
    'clip.projector_type: it is missing: the file is no projector.\n  fix: the file mmproj-….gguf of this model\n  [InconsistentFile]',
  ],
  ['--adapter', "general.type: it is missing, and an adapter has 'adapter'."],
])('a model in place of %s is refused by what its header lacks', async (option, sentence) => {
  const path = file('Tiny.Q4_K_M.gguf');
  const value = option === '--adapter' ? `legal=${path}` : path;
  await expect(run(path, '--repo', 'example/tiny', option, value)).rejects.toThrow(sentence);
});

test('Ollama without a tag is a word that is missing', async () => {
  await expect(run('ollama')).rejects.toThrow('the TAG of Ollama is missing.\n  fix: ollama llama3.2:3b');
});

test('--help prints how it is called, and does nothing', async () => {
  const [out, before] = [[] as string[], readFileSync(lockFile, 'utf8')];
  expect(
    await commands.lock.run(['--help', '--into', lockFile], {
      console: { out: (text) => out.push(text), error: () => undefined },
    }),
  ).toBe(0);
  expect(out.join('')).toContain(
    'Usage: npm run lock -- REPOSITORY FILE | ollama TAG | PATH [--projector FILE]\n  [--template FILE] [--adapter NAME=FILE]… [--repo REPOSITORY]',
  );
  expect(out.join('')).toContain('npm run lock -- ./model-Q4_K_M.gguf --repo my-company/model');
  expect(readFileSync(lockFile, 'utf8')).toBe(before);
});

test('the key is the name of the file and its quantisation', () => {
  expect(keyOf('Llama-3.3-70B-Instruct.Q4_K_M.gguf')).toBe('llama-3.3-70b-instruct/Q4_K_M');
  expect(keyOf('Q8_0/Qwen3-235B-A22B-Q8_0-00001-of-00009.gguf')).toBe('qwen3-235b-a22b/Q8_0');
  expect(keyOf('gpt-oss-20b-mxfp4.gguf')).toBe('gpt-oss-20b/MXFP4');
  expect(() => keyOf('model.gguf')).toThrow(
    "model.gguf: its name does not end in a quantisation.\n  fix: --entry with a name such as 'llama-3.3-70b-instruct/Q4_K_M'\n  [NoKey]",
  );
});
