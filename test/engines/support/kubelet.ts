/** What the kubelet does with a container: asks its probes, runs its hook, and ends it. */
import { get } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Probe } from '../../../lib/kubernetes/kinds';
import type { Ended, Pod, Process } from './pod';
import { containerOf } from './rendered';

/** An answer to a probe: the status of an HTTP probe, `connected`, an exit code, or why there was none. */
export type Answer = string;

const httpAnswer = (port: number, path: string, timeout: number) =>
  new Promise<Answer>((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, timeout, agent: false }, (response) => {
      response.resume();
      resolve(`${response.statusCode}`);
    });
    request.on('timeout', () => request.destroy(Object.assign(new Error('too late'), { code: 'timeout' })));
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });

const tcpAnswer = (port: number, timeout: number) =>
  new Promise<Answer>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout }, () => {
      socket.destroy();
      resolve('connected');
    });
    socket.on('timeout', () => {
      socket.destroy();
      resolve('timeout');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });

/** The kubelet's rule: a status from 200 to 399, a connection, or exit code 0. */
export const succeeded = (answer: Answer): boolean => /^[23]\d\d$|^connected$|^0$/.test(answer);

/** Asks one probe once, within its own time. */
export async function ask(pod: Pod, container: string, probe: Probe): Promise<Answer> {
  const milliseconds = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.httpGet) return httpAnswer(pod.port, probe.httpGet.path ?? '/', milliseconds);
  if (probe.tcpSocket) return tcpAnswer(pod.port, milliseconds);
  const process = await pod.start(container, probe.exec?.command ?? []);
  const late = sleep(milliseconds, undefined, { ref: false }).then(() => undefined);
  const ended = (await Promise.race([process.end, late])) ?? (await process.kill());
  return `${ended.code}`;
}

/** Answers to each probe, each as often as it changed. */
export interface Answers {
  readonly startup: readonly Answer[];
  readonly readiness: readonly Answer[];
  /** From the first connection on. */
  readonly liveness: readonly Answer[];
}

/** Far beyond every startup budget: a machine that several people use is slow. */
const patience = 900_000;
const lastLines = (log: string): string => log.trimEnd().split('\n').slice(-15).join('\n');

/** Watches a container's probes more often than the kubelet does. */
export class Watch {
  private readonly answers = { startup: [] as Answer[], readiness: [] as Answer[], liveness: [] as Answer[] };
  private watching = true;
  private readonly done: Promise<void>[];

  constructor(
    private readonly pod: Pod,
    private readonly name: string,
    private readonly process: Process,
    private readonly pace = 200,
  ) {
    const { readinessProbe, livenessProbe } = containerOf(pod.rendered, name);
    this.done = [this.keepAsking('readiness', readinessProbe), this.keepAsking('liveness', livenessProbe)];
  }

  private note(probe: keyof Answers, answer: Answer): void {
    // Before the first connection the kubelet does not ask whether a container lives: its startup probe has not
    // succeeded.
    if (probe === 'liveness' && this.answers.liveness.length === 0 && !succeeded(answer)) return;
    if (this.answers[probe].at(-1) !== answer) this.answers[probe].push(answer);
  }

  private async keepAsking(name: 'readiness' | 'liveness', probe: Probe | undefined): Promise<void> {
    if (probe === undefined) return;
    while (this.watching && this.process.ended === undefined) {
      const answer = await ask(this.pod, this.name, probe);
      if (this.watching && this.process.ended === undefined) this.note(name, answer);
      await sleep(this.pace);
    }
  }

  /** Resolves when the startup probe succeeds; rejects when the container ends before. */
  async started(): Promise<void> {
    const { startupProbe } = containerOf(this.pod.rendered, this.name);
    if (startupProbe === undefined) throw new Error(`${this.pod.rendered.name} has no startup probe`);
    for (const deadline = Date.now() + patience; ; await sleep(this.pace)) {
      const answer = await ask(this.pod, this.name, startupProbe);
      this.note('startup', answer);
      if (succeeded(answer)) return;
      if (this.process.ended !== undefined || Date.now() > deadline) {
        throw new Error(
          `${this.pod.rendered.name} did not start: ${this.process.ended?.code ?? 'too late'}\n${lastLines(this.process.output)}`,
        );
      }
    }
  }

  /** Resolves when the readiness probe succeeds, or the container has ended. */
  async ready(): Promise<void> {
    while (this.process.ended === undefined && !succeeded(this.answers.readiness.at(-1) ?? '')) await sleep(this.pace);
  }

  /** Ends the watch. */
  async stop(): Promise<Answers> {
    this.watching = false;
    await Promise.all(this.done);
    return this.answers;
  }
}

/** Starts a container and waits for its startup probe. */
export async function startReady(pod: Pod, name: string): Promise<Process> {
  const process = await pod.start(name);
  const watch = new Watch(pod, name, process);
  await watch.started().finally(() => watch.stop());
  return process;
}

/** Resolves when a path of a server answers with 200, whatever its probes say; rejects when the server ends before. */
export async function answering(pod: Pod, process: Process, path: string): Promise<void> {
  while ((await httpAnswer(pod.port, path, 1000)) !== '200') {
    if (process.ended !== undefined)
      throw new Error(`${pod.rendered.name} ended with ${process.ended.code}\n${lastLines(process.output)}`);
    await sleep(50);
  }
}

/** Runs the preStop hook of a container. */
export async function preStop(pod: Pod, name: string): Promise<Ended> {
  const command = containerOf(pod.rendered, name).lifecycle?.preStop?.exec?.command;
  if (command === undefined) throw new Error(`${pod.rendered.name} has no hook`);
  return (await pod.start(name, command)).end;
}

/** Ends a container with SIGTERM, and with SIGKILL when its grace period is over. */
export async function terminate(process: Process, grace: number): Promise<Ended & { readonly seconds: number }> {
  const started = Date.now();
  process.signal('SIGTERM');
  const late = sleep(grace * 1000, undefined, { ref: false }).then(() => process.kill());
  const ended = await Promise.race([process.end, late]);
  return { ...ended, seconds: (Date.now() - started) / 1000 };
}

/** A container that serves at last, and how its earlier runs ended. */
export interface Started {
  readonly process: Process;
  readonly failed: readonly Ended[];
}

/**
 * Keeps a container running as the kubelet does until its startup probe succeeds: starts it again when it ends, and
 * kills it when the probe has failed as often as it may. The probe's period is divided by a factor for each run; a
 * pause before a restart is left out.
 *
 * @param before what happens before each run, by its number
 * @param during what happens to each run
 */
export async function keepStarting(
  pod: Pod,
  name: string,
  timeFactor: (run: number) => number,
  {
    before,
    during,
  }: { readonly before?: (run: number) => void; readonly during?: (run: number, process: Process) => void },
): Promise<Started> {
  const { startupProbe } = containerOf(pod.rendered, name);
  if (startupProbe === undefined) throw new Error(`${pod.rendered.name} has no startup probe`);
  const { periodSeconds = 10, failureThreshold = 3 } = startupProbe;
  const failed: Ended[] = [];
  for (;;) {
    before?.(failed.length);
    const process = await pod.start(name);
    during?.(failed.length, process);
    for (let failures = 0; process.ended === undefined;) {
      if (succeeded(await ask(pod, name, startupProbe))) return { process, failed };
      failures += 1;
      if (failures === failureThreshold) break;
      await Promise.race([process.end, sleep((periodSeconds * 1000) / timeFactor(failed.length))]);
    }
    failed.push(process.ended ?? (await process.kill()));
  }
}
