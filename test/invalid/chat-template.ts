/** Templates that the catalogue does not have, that have no conversations, and that a flag is set beside. */
import { base, changed, type Change } from './base';

const named = (name: string, ...changes: readonly Change[]) =>
  changed([['name'], name], [['cluster', 'id'], name], [['cluster', 'weights', 'share'], `/${name}`], ...changes);
const template: Change = [['models', 'chat', 'chatTemplate'], { text: '{{ messages[0].content }}' }];
const small = base.catalog.models['small:1b'];

export const inputs = [
  named('absent', [['models', 'chat', 'chatTemplate'], { from: 'catalogue' }]),
  named('vectors', template, [['models', 'chat', 'settings', 'embedding'], 'last']),
  named('flags', template, [['models', 'chat', 'flags'], { '--chat-template': 'chatml', '--no-jinja': true }]),
  named(
    'registry',
    [['models', 'chat', 'chatTemplate'], { from: 'catalogue' }],
    [['models', 'chat', 'weights'], 'small:1b'],
    [
      ['catalog', 'models', 'small:1b'],
      { ...small, chatTemplate: { path: 'a.jinja', sha256: 'd'.repeat(64), bytes: 1, bytesFrom: 'stated' } },
    ],
  ),
];

export const report = `absent.models.chat.chatTemplate: the model has no chat template in the catalogue.
  fix: lock it with its template: npm run lock -- REPOSITORY FILE --template FILE · chatTemplate { text }
  [ChatTemplate]
vectors.models.chat.chatTemplate: embedding 'last' has no conversations.
  fix: leave chatTemplate out
  [ChatTemplate]
flags.models.chat.chatTemplate: the flag --chat-template is set too, and the server takes one template, by Jinja.
  fix: leave chatTemplate out · leave --chat-template out
  [ChatTemplate]
flags.models.chat.chatTemplate: the flag --no-jinja is set too, and the server takes one template, by Jinja.
  fix: leave chatTemplate out · leave --no-jinja out
  [ChatTemplate]
registry.catalog.models['small:1b'].chatTemplate: a file of a repository, and the model comes from an Ollama registry.
  fix: leave it out, and give the model chatTemplate: { text }
  [ModelInconsistent]`;
