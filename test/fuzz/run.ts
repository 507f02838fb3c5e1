/**
 * `npm run fuzz`: mutated inputs by the thousand. Each batch of 500 runs in a process of 512 MiB; a case that goes
 * wrong is printed as a small overlay, with the command that runs it again.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Order, Report } from './batch';
import type { Context, Exit, Parsed } from '../../scripts/command';
import { command } from '../../scripts/command/command';
import { start } from '../../scripts/command/start';
import { line } from './options';
import { orderOf } from './order';
import { subjects } from './subjects';

const batchSize = 500;
const memory = 512;
/** Milliseconds without a word after which a batch is ended: the case that it began last hangs. */
const silence = 90_000;

interface Wrong {
  readonly number: number;
  readonly why: string;
  readonly steps: readonly string[];
  readonly source: string;
}

interface Tally {
  refused: number;
  valid: number;
  readonly wrong: Wrong[];
}

/** Runs one batch; returns the first case that was not run, when the process died on the one before it. */
function runBatch(order: Order, tally: Tally): Promise<number> {
  return new Promise((resolve) => {
    const child = fork(join(__dirname, 'batch.ts'), {
      execArgv: [`--max-old-space-size=${memory}`, '--import', 'tsx'],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    let now = order.from;
    let done = false;
    let last = '';
    let timer = setTimeout(() => {}, 0);
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), silence);
    };
    wait();
    child.stderr?.on('data', (text: Buffer) => {
      last = `${last}${text.toString()}`.slice(-2000);
    });
    child.on('message', (report: Report) => {
      wait();
      if ('begins' in report) {
        now = report.begins;
        done = false;
        return;
      }
      done = true;
      if (report.ended === 'wrong') tally.wrong.push(report);
      else tally[report.ended] += 1;
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      const whole = done && now === order.from + order.count - 1;
      if (!whole && !done) {
        const why =
          signal === 'SIGKILL'
            ? `it takes more than ${silence / 1000} s`
            : `the process of ${memory} MiB ended with ${signal ?? code}: ${last.trim().split('\n').slice(0, 4).join(' ')}`;
        tally.wrong.push({
          number: now,
          why,
          steps: subjects[order.subject]?.caseOf(order.seed, now).steps ?? [],
          source: '',
        });
      }
      resolve(whole ? order.from + order.count : now + 1);
    });
    child.send(order);
  });
}

async function fuzz(subject: string, seed: number, from: number, count: number, lanes: number): Promise<Tally> {
  const tally: Tally = { refused: 0, valid: 0, wrong: [] };
  const starts = Array.from({ length: Math.ceil(count / batchSize) }, (_, i) => from + i * batchSize);
  const end = from + count;
  const lane = async (): Promise<void> => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      const stop = Math.min(start + batchSize, end);
      for (let next = start; next < stop;)
        next = await runBatch({ subject, seed, from: next, count: stop - next }, tally);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return tally;
}

/** Fuzzes the subjects that are asked for, one after the other. */
async function run({ values }: Parsed<typeof line.options>, { console }: Context): Promise<Exit> {
  const { subjects: names, seed, from, count, lanes } = orderOf(values, Object.keys(subjects));
  let wrong = 0;
  for (const name of names) {
    const started = Date.now();
    const tally = await fuzz(name, seed, from, count, lanes);
    for (const each of tally.wrong.toSorted((a, b) => a.number - b.number)) {
      console.out(
        `── ${name} ${each.number}: ${each.why}\n   ${each.steps.join('\n   ')}\n   again: npm run fuzz -- --subject ${name} --seed ${seed} --from ${each.number} --count 1\n${each.source}`,
      );
    }
    console.out(
      `${name}: ${tally.refused} refused, ${tally.valid} valid, ${tally.wrong.length} wrong, in ${Math.round((Date.now() - started) / 1000)} s (seed ${seed})`,
    );
    wrong += tally.wrong.length;
  }
  return wrong === 0 ? 0 : 1;
}

start(command(line, () => ({ run })));
