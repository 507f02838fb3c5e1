/** The clients of a gateway: the models that they may ask exist, and their limits admit at least one request. */
import { childPath, type Path, suggest } from '../../core';
import type { FaultList } from '../fault-codes';
import type { GatewayClientInput, GatewayInput } from '../gateway';
import { refuseTwice } from './lists';
import type { PublicName } from './public-names';

type Names = ReadonlyMap<string, PublicName>;

/** Names that a fault prints. */
const mostNames = 20;

/** All names, or the first of them. */
function someOf(names: Names): readonly string[] {
  const all = [...names.keys()];
  return all.length <= mostNames ? all : [...all.slice(0, mostNames), `${all.length - mostNames} further ones`];
}

function checkModel(faults: FaultList, name: string, given: readonly string[], names: Names, place: Path): void {
  if (names.has(name)) return;
  if (name === 'all')
    return faults.add('UnknownClientModel', place, "'all' is no model, and stands for every model only by itself", {
      fix: given.length === 1 ? "models: 'all'" : ["models: 'all'", 'leave it out'],
    });
  faults.add('UnknownClientModel', place, `no model has the name '${name}'`, {
    'did you mean': suggest(name, names.keys()),
    allowed: [...someOf(names), "'all'"],
  });
}

/** Without a limit of its own, a request is charged the longest answer: a client must be able to ask once a day. */
function checkTokens(faults: FaultList, { models, tokensPerDay }: GatewayClientInput, names: Names, place: Path): void {
  if (tokensPerDay === undefined) return;
  const asked = models === 'all' ? [...names.keys()] : models;
  const [longest] = asked
    .flatMap((name) => names.get(name) ?? [])
    .toSorted((a, b) => b.server.settings.maxOutputLength - a.server.settings.maxOutputLength);
  const most = longest?.server.settings.maxOutputLength ?? 0;
  if (longest === undefined || tokensPerDay > most) return;
  faults.add(
    'LimitTooLow',
    childPath(place, 'tokensPerDay'),
    `${tokensPerDay} tokens a day, and one answer of '${longest.model.name}' may have ${most}: no request without a limit of its own would be admitted`,
    { fix: [`tokensPerDay above ${most}`, 'a smaller maxOutputLength of the model'] },
  );
}

/** Checks what the clients may ask for. @param place that of the gateway */
export function checkClients(faults: FaultList, clients: GatewayInput['clients'], names: Names, place: Path): void {
  // One fault for one cause: without models, none exists.
  if (names.size === 0) return;
  for (const [name, client] of Object.entries(clients)) {
    const here = childPath(place, 'clients', name);
    const { models } = client;
    if (models !== 'all') {
      refuseTwice(faults, models, childPath(here, 'models'), (model) => `model '${model}'`);
      models.forEach((model, i) => checkModel(faults, model, models, names, childPath(here, 'models', i)));
    }
    checkTokens(faults, client, names, here);
  }
}
