import { namespaceLabels } from '../../../lib/rules/security/namespace-labels';
import { cases, set, setPlan } from '../fixtures/verdict';

const keys = ['enforce', 'enforce-version', 'audit', 'audit-version', 'warn', 'warn-version'];
const wanted = (key: string) => (key.endsWith('version') ? 'v1.36' : 'restricted');
const label = (key: string) => `metadata.labels['pod-security.kubernetes.io/${key}']`;
const says = (key: string, found: string) =>
  `Namespace llm-serving ${label(key)}: ${found} is not '${wanted(key)}'; write '${wanted(key)}'`;

cases(namespaceLabels, {
  'every namespace of the platform': [[]],
  ...Object.fromEntries(
    keys.map((key) => [`without ${key}`, [set('Namespace llm-serving', label(key), undefined), says(key, 'nothing')]]),
  ),
  'a weaker standard': [set('Namespace llm-serving', label('warn'), 'baseline'), says('warn', "'baseline'")],
  'a version that moves': [
    set('Namespace llm-serving', label('enforce-version'), 'latest'),
    says('enforce-version', "'latest'"),
  ],
  'no labels at all': [
    set('Namespace llm-serving', 'metadata.labels', undefined),
    ...keys.map((key) => says(key, 'nothing')),
  ],
  'the version of the cluster': [
    setPlan('environment.cluster.kubernetes', '1.37'),
    ...['llm-serving', 'model-store'].flatMap((name) =>
      ['enforce', 'audit', 'warn'].map(
        (mode) => `Namespace ${name} ${label(`${mode}-version`)}: 'v1.36' is not 'v1.37'; write 'v1.37'`,
      ),
    ),
  ],
});
