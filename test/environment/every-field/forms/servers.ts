/** Other settings of servers: where weights are, drafts, adapters, templates. */
import { seconds, type Environment } from '../../../../lib';
import { base, smallModel } from '../../../invalid/base';
import { of, type Form } from './form';
import { image, legal } from './weights';

const volumes = { '/mnt/templates': { configMap: 'templates' } };
const tolerations = [{ key: 'team', value: 'ml', effect: 'NoExecute', seconds: seconds(30) }] as const;

const chatOf = ({ servers }: Environment) => servers.find(({ key }) => key === 'chat');
const fleetOf = ({ servers }: Environment) => servers.find(({ key }) => key === 'fleet');
const template = { path: 'chat_template.jinja', sha256: 'd'.repeat(64), bytes: 10, bytesFrom: 'stated' } as const;

export const serverForms: readonly Form[] = [
  of(
    'volumes of a ConfigMap at each level',
    ({ servers }) => servers.map(({ pods }) => pods?.volumes),
    [volumes, volumes, volumes],
    [['pods'], { volumes, tolerations }],
    [['nodePools', 'l4', 'pods'], { volumes }],
    [['models', 'chat', 'pods'], { volumes }],
    [['ollama', 'fleet', 'pods'], { volumes, tolerations }],
  ),
  of(
    'a fleet with names of its own on volumes of a class',
    (environment) => {
      const fleet = fleetOf(environment);
      return { local: fleet?.local, offers: fleet?.engine };
    },
    { local: { kind: 'csi', tier: 'fast-ssd' }, offers: 'ollama' },
    [
      ['ollama', 'fleet'],
      {
        ...base.ollama.fleet,
        models: [
          {
            name: 'support',
            from: 'own/Q4_K_M',
            system: 'You help.',
            template: '{{ .Prompt }}',
            parameters: { temperature: 0 },
            adapter: 'legal',
          },
        ],
        local: { kind: 'csi', tier: 'fast-ssd' },
      },
    ],
    [['catalog', 'models', 'own/Q4_K_M'], { ...smallModel, adapters: legal }],
  ),
  of(
    'weights in an image',
    (environment) => chatOf(environment)?.local,
    { kind: 'image', reference: image, path: '/weights' },
    [['models', 'chat', 'local'], { kind: 'image', reference: image, path: '/weights' }],
  ),
  of('a draft', chatOf, { draft: { weights: 'small/Q4_K_M', model: smallModel }, settings: { draftTokens: 5 } }, [
    ['models', 'chat', 'draft'],
    { weights: 'small/Q4_K_M', tokens: 5 },
  ]),
  of(
    'adapters, whose scale is 1 unless it is stated',
    chatOf,
    {
      settings: {
        adapters: [
          { name: 'legal', scale: 1 },
          { name: 'brief', scale: 0 },
        ],
      },
    },
    [
      ['models', 'chat', 'settings'],
      { ...base.models.chat.settings, adapters: [{ name: 'legal' }, { name: 'brief', scale: 0 }] },
    ],
    [['catalog', 'models', 'small/Q4_K_M'], { ...smallModel, adapters: { ...legal, brief: legal.legal } }],
  ),
  of('a chat template as a text', chatOf, { chatTemplate: { text: '{{ a }}\n' } }, [
    ['models', 'chat', 'chatTemplate'],
    { text: '{{ a }}\n' },
  ]),
  of(
    'a chat template as a file of the catalogue',
    chatOf,
    { chatTemplate: { from: 'catalogue' }, model: { chatTemplate: template } },
    [['models', 'chat', 'chatTemplate'], { from: 'catalogue' }],
    [['catalog', 'models', 'small/Q4_K_M'], { ...smallModel, chatTemplate: template }],
  ),
];
