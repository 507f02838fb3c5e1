/** What must be done before an environment with keys is applied. */
import { expect, test } from '@jest/globals';
import { parseEnvironment, plan, type EnvironmentInput, type Plan } from '../../lib';
import { beforehand } from '../../lib/render';
import { production } from '../../overlays/production';
import { reportOf } from '../invalid/read';

const planned = (input: EnvironmentInput): Plan => {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new Error(reportOf(faults));
  return plan(environment);
};
const withKeys: EnvironmentInput = {
  ...production,
  cluster: { ...production.cluster, apiKey: { secretName: 'llm-key', key: 'keys' } },
  prerequisites: (production.prerequisites ?? []).map((each) =>
    each.kind === 'PodMonitor' ? { ...each, authorization: 'Bearer' } : each,
  ),
};
const commands = [
  `kubectl -n llm-serving get secret llm-key -o go-template='{{index .data "keys"}}' | base64 -d | head -n 1 | grep -q '^[^#]'`,
];
const what =
  'put the keys of requests into Secret llm-serving/llm-key, entry keys, one in each line; if this command fails, servers would ask for none';
const [fleet = ''] = Object.keys(production.ollama ?? {});

test('the Secret of the keys is made and is not empty, and workloads whose engine knows no keys are named', () => {
  expect(beforehand(planned(withKeys))[0]).toEqual({ what: `${what}; ${fleet} never asks for one`, commands });
  expect(beforehand(planned({ ...withKeys, ollama: {} }))[0]).toEqual({ what, commands });
});

test('without keys there is nothing to do for them', () => {
  expect(JSON.stringify(beforehand(planned(production)))).not.toContain('secret');
});
