/** Makes, checks, lists and revokes keys of the clients of a gateway. */
import { FaultError } from '../../lib';
import { suggest } from '../../lib/internal';
import { usageFault, type Context, type Exit, type Parsed } from '../command';
import { askForKey } from './ask';
import { checkKey, listKeys } from './check';
import { makeKey } from './make';
import { engineKey, engineSteps, type EngineStep } from './engine';
import { line } from './options';
import { revokeKey } from './revoke';

const actions = ['new', 'check', 'list', 'revoke', 'engine'] as const;
type Action = (typeof actions)[number];
type Words = Parsed<typeof line.options>;

/** Options that only one action has. */
const optionsOf: Readonly<Record<Action, readonly (keyof Words['values'])[]>> = {
  new: ['client', 'expires', 'model', 'print'],
  check: [],
  list: [],
  revoke: ['print'],
  engine: ['print'],
};

function stop(found: string, remedies: Readonly<Record<string, string | readonly string[]>>): never {
  throw new FaultError([usageFault(line, found, remedies)]);
}

const isGiven = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

function actionOf({ values, positionals: [word = '', second] }: Words): Action {
  const action = actions.find((each) => each === word);
  if (action === undefined)
    return stop(`there is no '${word}'`, { 'did you mean': suggest(word, actions), allowed: actions });
  // A key among the words stays in the history of the shell, and others on the machine see it.
  if (action === 'check' && second !== undefined)
    stop('check takes no word', { fix: 'give the key on standard input: npm run key -- check < FILE' });
  if (action !== 'revoke' && action !== 'engine' && second !== undefined) stop(`'${second}' is too many`, {});
  if (action === 'revoke' && second === undefined)
    stop('the ID is missing', { fix: 'npm run key -- revoke ID; npm run key -- list prints the ids' });
  for (const option of new Set(Object.values(optionsOf).flat())) {
    if (isGiven(values[option]) && !optionsOf[action].includes(option))
      stop(`--${option} does not belong to ${action}`, { fix: `leave out --${option}` });
  }
  return action;
}

/** The step of a rotation; none where the key is made. */
function stepOf(word: string | undefined): EngineStep | undefined {
  const step = engineSteps.find((each) => each === word);
  if (word !== undefined && step === undefined)
    return stop(`there is no step '${word}'`, { 'did you mean': suggest(word, engineSteps), allowed: engineSteps });
  return step;
}

/** Does what the first word names. */
export async function run(words: Words, context: Context): Promise<Exit> {
  const { values, positionals } = words;
  const action = actionOf(words);
  if (action === 'check') return checkKey(await askForKey(), values, context);
  if (action === 'list') listKeys(values, context);
  else if (action === 'engine') engineKey(stepOf(positionals[1]), values, context);
  else if (action === 'revoke') revokeKey(positionals[1] ?? '', values, context);
  else if (values.client === undefined) stop('--client is missing', { fix: '--client NAME' });
  else makeKey(values.client, values, context);
  return 0;
}
