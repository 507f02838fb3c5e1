/** Renders environments into a folder and says what they hold; refuses all of them when one is wrong. */
import { join } from 'node:path';
import { FaultError, files, synthesiseAll, type EnvironmentInput } from '../../lib';
import { writeFolder } from './folder';
import { readOptions, usage, UsageError } from './options';
import { summarise, summaryText } from './summary';

/** Where text goes. */
export interface Console {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** Runs `npm run synth` and returns its exit status: 0 rendered, 1 refused, 2 wrong command line. */
export function synth(all: readonly EnvironmentInput[], argv: readonly string[], variables: NodeJS.ProcessEnv, { out, error }: Console): number {
  try {
    const options = readOptions(argv, all.map(({ name }) => name), variables);
    if (options.help) {
      out(usage);
      return 0;
    }
    const syntheses = synthesiseAll(all.filter(({ name }) => options.environments.includes(name)));
    for (const synthesis of syntheses) writeFolder(join(options.out, synthesis.name), files(synthesis));
    const summaries = syntheses.map((synthesis) => summarise(synthesis, join(options.out, synthesis.name)));
    out(options.json ? JSON.stringify(summaries, null, 2) : summaryText(summaries));
    return 0;
  } catch (problem) {
    if (problem instanceof UsageError) {
      error(problem.message);
      return 2;
    }
    if (problem instanceof FaultError) {
      error(`${problem.message}\n\n${problem.faults.length} ${problem.faults.length === 1 ? 'fault' : 'faults'}; nothing was written.`);
      return 1;
    }
    throw problem;
  }
}
