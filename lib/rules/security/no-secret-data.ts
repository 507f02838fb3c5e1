/** Refuses secrets in manifests: Secret data, private keys, and tokens in settings, arguments or variables. */
import { secretInText, secretVariable } from '../../core';
import type { Evidence } from '../evidence';
import { orNone } from '../lists';
import { argumentsOf, type PodContainer } from '../pods';
import type { Finding, Rule } from '../rule';

type Say = (field: string, found: string) => Finding;

const inText = (text: string, field: string, say: Say): Finding[] => {
  const form = secretInText(text);
  return form === undefined ? [] : [say(field, `holds ${form}`)];
};

function inContainer({ container, field }: PodContainer, say: Say): Finding[] {
  return [
    ...inText(argumentsOf(container).join('\n'), `${field}.args`, say),
    ...orNone(container.env).flatMap(({ name, value = '' }, i) =>
      secretVariable.test(name) && value !== ''
        ? [say(`${field}.env[${i}].value`, `writes ${name} out`)]
        : inText(value, `${field}.env[${i}].value`, say),
    ),
  ];
}

function check({ of, pods }: Evidence): Finding[] {
  const fix =
    'keep it in a Secret that you create yourself, declare that Secret in prerequisites, and mount it as a file';
  const sayOf =
    (manifest: Finding['manifest']): Say =>
    (field, found) => ({ manifest, field, found, fix });
  return [
    ...of('Secret').flatMap(({ manifest, body }) =>
      (['data', 'stringData'] as const)
        .filter((key) => Object.keys(body[key] ?? {}).length > 0)
        .map((key) => sayOf(manifest)(key, `holds ${Object.keys(body[key] ?? {}).join(', ')}`)),
    ),
    ...of('ConfigMap').flatMap(({ manifest, body }) =>
      Object.entries(body.data ?? {}).flatMap(([key, value]) => inText(value, `data['${key}']`, sayOf(manifest))),
    ),
    ...pods.flatMap(({ workload: { manifest }, containers }) =>
      containers.flatMap((each) => inContainer(each, sayOf(manifest))),
    ),
  ];
}

export const noSecretData: Rule = {
  name: 'no-secret-data',
  promise:
    'No manifest holds a secret: no Secret with data, no private key, no token in a setting, an argument or a variable.',
  cluster: 'The server takes them, and everyone who reads the repository has them: no counterexample.',
  check,
};
