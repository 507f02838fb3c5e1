/** The chat template of an entry: a small file, which is read whole, since no hub reports the SHA-256 of such files. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Model } from '../../lib';
import { refuse } from '../../lib/internal';
import { addressOnServer, pathOnServer } from './file-of';
import { type LockRequest, type LockWorld, movedTo, pathBeside } from './lock-request';
import { addressOf } from './source';

/** No published template is as long as a hundredth of this. */
const mostBytes = 1_048_576;

const noFile = (at: string): never =>
  refuse('FileNotFound', at, 'there is no such file', { fix: 'give the Jinja file of the repository' });

async function bytesOf(request: LockRequest, path: string, { fetch: fetchFrom }: LockWorld): Promise<Buffer> {
  if (request.from === 'disk') {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path) : noFile(path);
  }
  const uri =
    request.from === 'web'
      ? addressOnServer(request, pathOnServer(request, path))
      : addressOf({ ...request, path, sha256: undefined });
  const answer = await fetchFrom(uri);
  return answer.ok ? Buffer.from(await answer.arrayBuffer()) : noFile(uri);
}

function templatePath(request: LockRequest, template: string): string {
  if (request.from === 'disk') return pathBeside(request, basename(template));
  return request.from === 'web' ? pathOnServer(request, template) : template;
}

/** The template that is asked for; without one, what the entry has. */
export async function templateOf(
  request: LockRequest,
  known: Model | undefined,
  world: LockWorld,
): Promise<Model['chatTemplate']> {
  const { template } = request;
  if (template === undefined) {
    const { chatTemplate } = known ?? {};
    const moved = movedTo(request, known);
    if (chatTemplate === undefined || moved === undefined) return chatTemplate;
    return refuse(
      'NoOrigin',
      request.file,
      `the entry has a chat template, ${chatTemplate.path}, and it is not known whether ${moved} has it too`,
      { fix: '--template with its file there' },
    );
  }
  const content = await bytesOf(request, template, world);
  if (content.length === 0 || content.length > mostBytes) {
    refuse('InconsistentFile', template, `it has ${content.length} bytes, and is no template`, {
      fix: 'give the Jinja file of the repository',
    });
  }
  if (!/\{[%{]/.test(content.toString('utf8'))) {
    refuse('InconsistentFile', template, 'it has neither {{ nor {%, and is no template', {
      fix: 'give the Jinja file of the repository',
    });
  }
  return {
    path: templatePath(request, template),
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: content.length,
    bytesFrom: 'stated',
  };
}
