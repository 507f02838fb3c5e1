/** A chat template that is locked with its model. */
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { lockFolder, sha256 } from './folder';

const { run, entry, file, hub } = lockFolder();

describe('a chat template', () => {
  const template = (): string => {
    writeFileSync(file('chat_template.jinja'), '{{ messages[0].content }}');
    return file('chat_template.jinja');
  };

  test('is locked with its model, from a disk, and kept', async () => {
    const path = template();
    await run(file('Tiny.Q4_K_M.gguf'), '--template', path, '--repo', 'example/tiny');
    const locked = { path: 'chat_template.jinja', sha256: sha256(path), bytes: 25, bytesFrom: 'stated' };
    expect(entry('tiny/Q4_K_M').chatTemplate).toEqual(locked);
    await run(file('Tiny.Q4_K_M.gguf'), '--entry', 'tiny/Q4_K_M');
    expect(entry('tiny/Q4_K_M').chatTemplate).toEqual(locked);
    await expect(run(file('Tiny.Q4_K_M.gguf'), '--entry', 'tiny/Q4_K_M', '--repo', 'example/moved')).rejects.toThrow(
      'the entry has a chat template, chat_template.jinja, and it is not known whether example/moved has it too.\n  fix: --template with its file there\n  [NoOrigin]',
    );
  });

  test('is read whole from a hub, which reports no digest of small files', async () => {
    const path = template();
    const { url } = await hub({ pointers: false });
    const words = ['example/tiny', 'Tiny.Q4_K_M.gguf', '--hub', url, '--sha256', 'a'.repeat(64)];
    await run(...words, '--template', 'chat_template.jinja');
    expect(entry('tiny/Q4_K_M').chatTemplate?.sha256).toBe(sha256(path));
    await expect(run(...words, '--template', 'absent.jinja')).rejects.toThrow(
      'absent.jinja: there is no such file.\n  fix: give the Jinja file of the repository\n  [FileNotFound]',
    );
  });

  test('is refused where it is empty', async () => {
    writeFileSync(file('empty.jinja'), '');
    const path = file('empty.jinja');
    await expect(run(file('Tiny.Q4_K_M.gguf'), '--template', path, '--repo', 'example/tiny')).rejects.toThrow(
      `${path}: it has 0 bytes, and is no template.\n  fix: give the Jinja file of the repository\n  [InconsistentFile]`,
    );
  });
});

test('a template without an expression of Jinja is another file', async () => {
  writeFileSync(file('package.json'), '{"name":"a"}');
  const path = file('package.json');
  await expect(run(file('Tiny.Q4_K_M.gguf'), '--template', path, '--repo', 'example/tiny')).rejects.toThrow(
    `${path}: it has neither {{ nor {%, and is no template.\n  fix: give the Jinja file of the repository\n  [InconsistentFile]`,
  );
});
