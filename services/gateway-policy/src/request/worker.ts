/** The worker thread: judges the bodies that it is given, one after the other. */
import type { MessagePort } from 'node:worker_threads';
import { type Job, judge, type Verdict } from './judge';
import { modelNames, type Models } from './names';

/** What a worker is given: first the models, then bodies. */
export type ToWorker = { readonly models: Models } | { readonly id: number; readonly job: Job };

export interface FromWorker {
  readonly id: number;
  readonly verdict: Verdict;
}

const failed: Verdict = { refusal: { status: 500, code: 'internal_error', message: 'the body could not be judged' } };

function verdictOf(job: Job, names: ReturnType<typeof modelNames>): Verdict {
  try {
    return judge(job, names);
  } catch {
    return failed;
  }
}

/** Answers until the port is closed. */
export function work(port: MessagePort): void {
  let names: ReturnType<typeof modelNames> = new Map();
  port.on('message', (message: ToWorker) => {
    if ('models' in message) names = modelNames(message.models);
    else port.postMessage({ id: message.id, verdict: verdictOf(message.job, names) } satisfies FromWorker);
  });
}
