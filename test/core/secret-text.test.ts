/** Texts that only secrets have. */
import { expect, test } from '@jest/globals';
import { secretInText } from '../../lib/core/secret-text';

const x = (count: number): string => 'aB3'.repeat(count).slice(0, count);

test.each([
  ['-----BEGIN RSA PRIVATE KEY-----', 'a private key'],
  [`hf_${x(34)}`, 'a token of Hugging Face'],
  [`ghp_${x(36)}`, 'a token of GitHub'],
  [`ghr_${x(36)}`, 'a token of GitHub'],
  [`github_pat_${x(22)}`, 'a token of GitHub'],
  [`glpat-${x(20)}`, 'a token of GitLab'],
  [`AKIA${'A1B2'.repeat(4)}`, 'an access key of AWS'],
  [`sk-proj-${x(20)}`, 'an API key'],
  [`eyJ${x(12)}.eyJ${x(12)}.${x(8)}`, 'a JSON Web Token'],
])('%s is %s', (text, what) => {
  expect(secretInText(`key = "${text}"`)).toBe(what);
});

test.each([
  'hf_short',
  `thf_${x(34)}`,
  'sk-short',
  `disk-${x(30)}`,
  '-----BEGIN CERTIFICATE-----',
  'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'llama-3.3-70b-instruct/Q4_K_M',
])('%s is none', (text) => {
  expect(secretInText(text)).toBeUndefined();
});
