/**
 * Delivers one of two states after the other into a checkout until it is killed. A run that meets another one is
 * refused, and goes on.
 */
import { FaultError } from '../../lib/core/fault';
import { deliver } from '../../deploy/gitops';
import { charts, model, synthesis } from './support/small';

const [repo = '', ...commit] = process.argv.slice(2);
const states = ['engine:1', 'engine:2'].map((image) => synthesis(charts(model('chat', image), model('legal'))));

async function deliverForEver(): Promise<void> {
  for (let round = 0; ; round += 1) {
    const codes = await deliver(states.slice(round % 2, (round % 2) + 1), { repo, commit: commit[0] }).then(
      () => ['written'],
      (error: unknown) => {
        if (!(error instanceof FaultError)) throw error;
        return error.faults.map(({ code }) => code);
      },
    );
    process.stdout.write(`${codes.join(' ')}\n`);
  }
}

void deliverForEver();
