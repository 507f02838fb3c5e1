/** Adapters that the model does not have, named twice, of a model with a colon, and beside a draft. */
import { base, changed, smallModel, type Change } from './base';

const named = (name: string, ...changes: readonly Change[]) =>
  changed([['name'], name], [['cluster', 'id'], name], [['cluster', 'weights', 'share'], `/${name}`], ...changes);
const file = { path: 'legal.gguf', sha256: 'd'.repeat(64), bytes: 1000, bytesFrom: 'stated' } as const;
const legal = { file, tensors: { inputBytes: 0, outputBytes: 0, layers: [{ layers: 4, bytes: 640 }], width: 272 } };
const withLegal = { ...smallModel, adapters: { legal } };
const use = (...adapters: readonly object[]): Change => [['models', 'chat', 'settings', 'adapters'], adapters];

export const inputs = [
  named('absent', use({ name: 'legal' })),
  named('twice', use({ name: 'legal' }, { name: 'legal', scale: 0 }), [
    ['catalog', 'models', 'small/Q4_K_M'],
    withLegal,
  ]),
  named(
    'part',
    use({ name: 'legal' }),
    [['catalog', 'models', 'small/Q4_K_M'], withLegal],
    [['models', 'chat', 'settings', 'gpuLayers'], 2],
  ),
  named(
    'colon',
    use({ name: 'legal' }),
    [['models', 'chat', 'weights'], 'small:q4'],
    [['catalog', 'models', 'small:q4'], withLegal],
  ),
  named(
    'draft',
    use({ name: 'legal' }),
    [['models', 'chat', 'draft'], { weights: 'small/Q4_K_M' }],
    [['catalog', 'models', 'small/Q4_K_M'], withLegal],
  ),
  named('layers', [
    ['catalog', 'models', 'small/Q4_K_M'],
    {
      ...smallModel,
      adapters: { legal: { ...legal, tensors: { ...legal.tensors, layers: [{ layers: 3, bytes: 640 }] } } },
    },
  ]),
  named('volume', [
    ['catalog', 'models', 'small/Q4_K_M'],
    {
      ...withLegal,
      origin: { from: 'claim', claimName: 'models' },
      adapters: { legal: { ...legal, origin: { repo: 'example/legal' } } },
    },
  ]),
  named('registry', [['catalog', 'models', 'small:1b'], { ...base.catalog.models['small:1b'], adapters: { legal } }]),
];

export const report = `absent.models.chat.settings.adapters[0].name: 'legal' is no adapter of the model in the catalogue.
  fix: lock it with the model: npm run lock -- REPOSITORY FILE --adapter legal=FILE
  [Adapter]
twice.models.chat.settings.adapters[1].name: 'legal' is loaded already.
  fix: name each adapter once
  [Adapter]
part.models.chat.settings.adapters: the memory of adapters is planned for a model whose layers are all on its GPUs.
  fix: gpuLayers 'all' and expertLayersOnHost 0 · leave adapters out
  [Adapter]
colon.models.chat.settings.adapters: the key 'small:q4' has a colon, after which llama-server reads the scale of an adapter.
  fix: give the entry of the model a key without one: npm run lock -- REPOSITORY FILE --entry NAME/QUANT
  [Adapter]
draft.models.chat.draft: the memory of a draft beside adapters is not planned.
  fix: remove draft · remove settings.adapters
  [DraftHelpsNobody]
layers.catalog.models['small/Q4_K_M'].adapters.legal.tensors.layers: 3 layers have sizes, and the engine loads 4.
  fix: read the adapter from its file again: npm run lock
  [ModelInconsistent]
volume.catalog.models['small/Q4_K_M'].adapters.legal.origin: a repository, and the files of the model are copied from a claim.
  fix: put the adapter beside the model, and leave origin out
  [ModelInconsistent]
registry.catalog.models['small:1b'].adapters: a file of a repository, and the model comes from an Ollama registry.
  fix: lock the GGUF file of the same model from a hub
  [ModelInconsistent]`;
