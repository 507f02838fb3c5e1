/** The addresses of the gateway's pods, from the headless Service that lists them, ready or not. */
import { lookup } from 'node:dns/promises';
import { reasonOf, type Log } from '../metrics/log';

const lookEveryMs = 2000;
/** While a pod is silent, of which names may show that it has been deleted. */
const lookSoonMs = 500;

/** @returns the addresses; none where the name has none */
export const resolvePods = (name: string, port: number) => async (): Promise<readonly string[]> => {
  try {
    const found = await lookup(name, { all: true });
    return found.map(({ address, family }) => (family === 6 ? `[${address}]:${port}` : `${address}:${port}`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTFOUND') return [];
    throw error;
  }
};

export class Discovery {
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #stopped = false;
  #failed = false;
  /** Whether the name was resolved once. */
  resolved = false;

  constructor(
    private readonly resolve: () => Promise<readonly string[]>,
    private readonly found: (addresses: readonly string[]) => void,
    private readonly isUrgent: () => boolean,
    private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    this.#looking = true;
    await this.#look();
    this.#looking = false;
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.start(), this.isUrgent() ? lookSoonMs : lookEveryMs).unref();
  }

  /** Looks at once. */
  hurry(): void {
    if (this.#looking || this.#stopped) return;
    clearTimeout(this.#timer);
    void this.start();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    try {
      this.found(await this.resolve());
      this.resolved = true;
      this.#failed = false;
    } catch (error) {
      if (!this.#failed) this.log('warning', `peers: the name of the pods is not resolved: ${reasonOf(error)}`);
      this.#failed = true;
    }
  }
}
