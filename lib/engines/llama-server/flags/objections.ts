/** Flags of a llama-server that open it, or that do not name its GPUs. */
import type { Objection } from '../../engine';
import { flagValue, type Invocation } from '../../invocation';
import { llamaServerBuildFlags } from '../build';
import { flagBySpelling } from './build-flag';
import { forbiddenFlags } from './forbidden';
import { devicesOf } from '../llama-server';

/** The flag that a word turns on, as the build names it; `undefined` for values and for flags turned off. */
function turnedOn(word: string): string | undefined {
  const spelling = word.replace(/=.*$/s, '');
  const flag = flagBySpelling(llamaServerBuildFlags, spelling);
  return flag?.off !== undefined && /^--?no-/.test(spelling) ? undefined : flag?.name;
}

const forbidden = ({ words }: Invocation): readonly Objection[] =>
  words.flatMap((word) => {
    const reason = forbiddenFlags[turnedOn(word) ?? ''];
    return reason === undefined ? [] : [{ found: `${word} may not be given: ${reason}`, fix: 'leave it out' }];
  });

const deviceFlag = '--device';

/** A server that finds no GPU serves on the CPU and is Ready, unless its devices are named. */
function devices(invocation: Invocation): readonly Objection[] {
  const { words, gpus, gpuResource } = invocation;
  const wanted = gpus === 0 ? undefined : devicesOf(gpus, gpuResource).join(',');
  const value = flagValue(invocation, deviceFlag);
  const shown = value === undefined ? 'nothing' : `'${value}'`;
  const other = words.find((word) => turnedOn(word) === deviceFlag && word.replace(/=.*$/s, '') !== deviceFlag);
  if (other !== undefined)
    return [{ found: `${other} is another spelling of ${deviceFlag}`, fix: `write ${deviceFlag}` }];
  if (value === wanted || (gpus === 0 && value === 'none')) return [];
  return [
    wanted === undefined
      ? { found: `${deviceFlag} is ${shown}, and the container has no GPU`, fix: 'leave it out' }
      : {
          found: `${deviceFlag} is ${shown}, and the container has ${gpus} GPU${gpus === 1 ? '' : 's'}`,
          fix: `write ${deviceFlag} ${wanted}: without it a server that finds no GPU serves on the CPU`,
        },
  ];
}

export const objections = (invocation: Invocation): readonly Objection[] => [
  ...forbidden(invocation),
  ...devices(invocation),
];
