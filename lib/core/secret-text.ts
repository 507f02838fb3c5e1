/** Texts that only secrets have: what people commit by mistake, keys and tokens that say what they are. */

/** Forms of secrets, by what they are. */
const forms: readonly (readonly [what: string, form: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a token of Hugging Face', /\bhf_[A-Za-z0-9]{30,}/],
  ['a token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/],
  ['a token of GitLab', /\bglpat-[\w-]{20,}/],
  ['an access key of AWS', /\bAKIA[0-9A-Z]{16}\b/],
  ['an API key', /\bsk-[A-Za-z0-9_-]{20,}/],
  ['a JSON Web Token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./],
];

/** Which secret a text holds; `undefined` when nothing in it is known to be one. */
export const secretInText = (text: string): string | undefined => forms.find(([, form]) => form.test(text))?.[0];

/** Variables that are named after a secret, and not after the file that holds it. */
export const secretVariable = /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|PRIVATE_KEY|ACCESS_KEY|CREDENTIALS?)$/i;
