/** Pods of one rendered llama-server behind a gateway: processes that start, drain and end as the kubelet does it. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preStop, startReady, terminate } from '../../engines/support/kubelet';
import { type Machine, own, type Pod, type Process } from '../../engines/support/pod';
import type { Rendered } from '../../engines/support/rendered';
import { placeServer } from '../../engines/support/served';
import { Relay } from './relay';

const engine = 'llama-server';

export type Entries = Readonly<Record<string, string>>;

/** Writes the entries of a Secret into the folder of its mount and renames them into place, as the kubelet does. */
function copyInto(folder: string, entries: Entries): void {
  for (const [name, text] of Object.entries(entries)) {
    const beside = join(folder, `.${name}`);
    writeFileSync(beside, text);
    own(beside);
    renameSync(beside, join(folder, name));
  }
}

export class EnginePod {
  private pod: Pod | undefined;
  private process: Process | undefined;
  private relay: Relay | undefined;
  private keys = '';
  /** Whether it is ready, and among the addresses of its Service. */
  ready = false;

  /** @param port the same of all pods, at the address of each */
  constructor(
    private readonly machine: Machine,
    private readonly rendered: Rendered,
    private readonly name: string,
    private readonly file: Buffer,
    readonly address: string,
    readonly port: number,
  ) {}

  /** A new pod, whose mounts have what the Secret has now. */
  async start(secret: Entries): Promise<void> {
    this.keys = this.machine.folder('keys');
    this.copy(secret);
    const volumes = { 'api-key': this.keys };
    this.pod = await placeServer(this.machine, this.rendered, this.name, { '--model': this.file }, { volumes });
    this.process = await startReady(this.pod, engine);
    this.relay = await Relay.open(this.address, this.port, this.pod.port);
    this.ready = true;
  }

  /** The running pod gets what its Secret has now. */
  copy(secret: Entries): void {
    copyInto(this.keys, secret);
  }

  /** Runs the hook, then ends the process. Returns what the hook printed. */
  async end(): Promise<string> {
    if (this.pod === undefined || this.process === undefined) throw new Error('the pod does not run');
    this.ready = false;
    const { output } = await preStop(this.pod, engine);
    await terminate(this.process, 60);
    this.relay?.close();
    return output.trim();
  }

  close(): void {
    this.relay?.close();
  }
}
