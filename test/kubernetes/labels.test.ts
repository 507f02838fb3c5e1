/** Labels and annotations. */
import { expect, test } from '@jest/globals';
import { annotations, objectLabels, selectorLabels } from '../../lib/kubernetes/draw/labels';

const owner = { component: 'llama-server', instance: 'qwen' };

test('two labels select, one more says whose it is', () => {
  expect(selectorLabels(owner)).toEqual({
    'app.kubernetes.io/name': 'llama-server',
    'app.kubernetes.io/instance': 'qwen',
  });
  expect(objectLabels(owner)).toEqual({ ...selectorLabels(owner), 'app.kubernetes.io/part-of': 'corral' });
});

test('annotations get our prefix, and absent ones are left out', () => {
  expect(annotations({ model: 'qwen2.5:0.5b', 'because.memory': undefined })).toEqual({
    'corral.dev/model': 'qwen2.5:0.5b',
  });
});
