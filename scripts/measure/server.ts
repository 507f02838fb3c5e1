/** A llama-server that is there: its build, and one start of it. */
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { imageReference, images } from '../../lib';
import { llamaServerContract, refuse } from '../../lib/internal';
import { messageOf } from '../toolchain/errors';

/** Where a llama-server of the pinned build comes from. */
const origins = (build: string): readonly string[] => [
  `the program /app/llama-server of ${imageReference(images.llamaServerCuda)}, or of ${imageReference(images.llamaServer)} for the CPU`,
  `tag ${build} of https://github.com/ggml-org/llama.cpp`,
];

/** Whether a program could not be started since it is not there. */
const isMissing = (error: Error | undefined): boolean =>
  error !== undefined && 'code' in error && error.code === 'ENOENT';

/** The number of a build. @throws FaultError for what is no llama-server of the pinned build */
export function requireBuild(server: string): string {
  const { build } = llamaServerContract;
  const { error, stdout = '', stderr = '' } = spawnSync(server, ['--version'], { encoding: 'utf8', timeout: 60_000 });
  const found = /\(build (\d+)/.exec(`${stdout}\n${stderr}`)?.[1];
  if (found === undefined) {
    return refuse(
      'NoServer',
      '--server',
      isMissing(error)
        ? `there is no program ${server}`
        : `${server} does not report a version of llama-server${error ? `: ${messageOf(error)}` : ''}`,
      {
        fix: origins(build),
      },
    );
  }
  if (`b${found}` !== build) {
    return refuse('OtherBuild', '--server', `${server} is build b${found}, and environments run build ${build}`, {
      fix: origins(build),
    });
  }
  return build;
}

/** A port that nothing listens on. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const serves = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}${llamaServerContract.health.path}`).then(
    ({ status }) => status === 200,
    () => false,
  );

/** Milliseconds between two questions whether the model is loaded. */
const pause = 250;

/** Ends when the server at a port serves its model, or another end is found first. */
async function servesAt(port: number, { signal }: AbortController): Promise<undefined> {
  while (!signal.aborted && !(await serves(port))) await sleep(pause);
  return undefined;
}

/**
 * Starts the server with arguments, waits until it serves the model, ends it, and returns what it printed.
 *
 * @param argumentsOf the arguments for a port
 * @throws FaultError with its last lines when it ends before
 */
export async function logOfStart(server: string, argumentsOf: (port: number) => readonly string[]): Promise<string> {
  const port = await freePort();
  const child = spawn(server, [...argumentsOf(port), '--log-verbosity', '5'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  const closed = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(messageOf(error)));
    child.once('close', (code, signal) => resolve(`ended with ${signal ?? code}`));
  });
  const asking = new AbortController();
  const early = await Promise.race([closed, servesAt(port, asking)]);
  asking.abort();
  child.kill('SIGTERM');
  await closed;
  process.removeListener('exit', end);
  if (early === undefined) return log;
  return refuse(
    'ServerEnded',
    '--server',
    `${server} ${early} before it served the model: ${log.trimEnd().split('\n').slice(-3).join(' | ')}`,
    {
      fix: ['a smaller --context-length or --parallel', 'a machine with more memory'],
    },
  );
}
