/** Delivers ever another of two states into a folder until it is killed. */
import { deliver } from '../../deploy/gitops';
import { charts, model, synthesis } from './support/small';

const [repo = ''] = process.argv.slice(2);
const states = ['engine:1', 'engine:2'].map((image) => synthesis(charts(model('chat', image), model('legal'))));
for (let round = 0; ; round += 1) {
  deliver(states.slice(round % 2, (round % 2) + 1), { repo, check: false, allowDelete: [] });
  if (round === 0) process.stdout.write('writing\n');
}
