/** The licence of a model, as its file states it. */
import { expect, test } from '@jest/globals';
import { licenceOf } from '../../scripts/lock/licence';

test.each([
  [{ 'general.license': 'apache-2.0' }, 'apache-2.0'],
  [
    { 'general.license': 'other', 'general.license.name': 'gemma', 'general.license.link': 'https://ai.example/terms' },
    'gemma, https://ai.example/terms',
  ],
  [{ 'general.license.name': 'ours' }, 'ours'],
  [{ 'general.license': 'other' }, 'other'],
  [{ 'general.license': 'a\u001b[31m\nb' }, 'a [31m b'],
  [{ 'general.license': '' }, undefined],
  [{ 'general.license': 7 }, undefined],
  [{}, undefined],
])('%j is the licence %j', (metadata, licence) => {
  expect(licenceOf({ metadata })).toBe(licence);
});
