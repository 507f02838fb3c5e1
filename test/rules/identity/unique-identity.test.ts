import { uniqueIdentity } from '../../../lib/rules/identity/unique-identity';
import { add, cases, set } from '../fixtures/verdict';

const again = 'give one of the two another name, or render it once';
const policy = (apiVersion: string, kind = 'PodDisruptionBudget') => ({
  apiVersion,
  kind,
  metadata: { name: 'qwen', namespace: 'llm-serving' },
});

cases(uniqueIdentity, {
  'every object of the platform is one of its own': [[]],
  'the same object in another chart': [
    add('store', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'llm-serving' } }),
    `Namespace llm-serving metadata.name: chart 'store' renders it, and so does chart 'foundation'; ${again}`,
  ],
  'the same object twice in one chart, and once more': [
    [add('qwen', policy('policy/v1')), add('fleet', policy('policy/v1'))],
    `PodDisruptionBudget llm-serving/qwen metadata.name: chart 'qwen' renders it, and so does chart 'qwen'; ${again}`,
    `PodDisruptionBudget llm-serving/qwen metadata.name: chart 'fleet' renders it, and so does chart 'qwen'; ${again}`,
  ],
  'another version of it': [
    add('qwen', policy('policy/v1beta1')),
    `PodDisruptionBudget llm-serving/qwen metadata.name: chart 'qwen' renders it, and so does chart 'qwen'; ${again}`,
  ],
  'another group': [add('qwen', policy('example.com/v1'))],
  'another kind': [add('qwen', policy('policy/v1', 'Eviction'))],
  'another namespace': [
    set('PodDisruptionBudget model-store/weights-server', 'metadata', { name: 'qwen', namespace: 'model-store' }),
  ],
  'another name': [set('PodDisruptionBudget llm-serving/fleet', 'metadata.name', 'swift')],
});
