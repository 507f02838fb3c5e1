/**
 * The catalogues of an environment: what Corral knows and what the user adds, which never changes a known fact
 * silently.
 */
import type { z } from 'zod';
import { childPath, type Fault, isSameJson, type Path, valueText } from '../../core';
import {
  findGpu,
  type GpuCatalog,
  type InstanceCatalog,
  isArchitecture,
  isFault,
  type Model,
  type ModelCatalog,
} from '../../catalog';
import { FaultList } from '../fault-codes';
import { catalogModelSchema, computedModelSchema, gpuSchema, instanceSchema } from '../schema/catalog';
import { read } from '../schema/read';
import { type ExampleOf, gpuExample, machineExample, withExample } from './incomplete';
import { loaderName, Names } from './names';

/** The catalogues that come with Corral. */
export interface BuiltInCatalogs {
  readonly gpus: GpuCatalog;
  readonly instances: InstanceCatalog;
}

type Entries = Readonly<Record<string, unknown>>;

interface Addition<T> {
  /** `GPU`, `machine type`. */
  readonly kind: string;
  readonly schema: z.ZodType<T>;
  readonly known: Readonly<Record<string, T>>;
  /** The key that an entry's own facts give it. */
  readonly keyOf: (entry: T) => string;
  /** What an entry looks like, for one that lacks fields. */
  readonly exampleOf: ExampleOf;
}

function merge<T>(
  faults: FaultList,
  { kind, schema, known, keyOf, exampleOf }: Addition<T>,
  added: Entries,
  place: Path,
) {
  const merged: Record<string, T> = { ...known };
  for (const [key, input] of Object.entries(added)) {
    const here = childPath(place, key);
    const shape = read(schema, input, here);
    if (shape.faults !== undefined) faults.take(withExample(shape.faults, key, input, here, exampleOf));
    else if (keyOf(shape.value) !== key) {
      faults.add('CatalogKeyMismatch', childPath(place, key), `the facts are those of '${keyOf(shape.value)}'`, {
        fix: `make '${keyOf(shape.value)}' the key`,
      });
    } else if (Object.hasOwn(known, key) && !isSameJson(known[key], shape.value)) {
      faults.add('CatalogConflict', childPath(place, key), `Corral has other facts for this ${kind}`, {
        fix: ['leave it out', 'add it under a name of its own'],
      });
    } else merged[key] = shape.value;
  }
  return merged;
}

/** A key is a path in the store: neither blanks, quotes nor `..` may be in it. */
const storeName = /^(?!.*(?:^|\/)\.{0,2}(?:\/|$))[\w./:+@%-]{1,200}$/;

const entriesOf = (input: unknown): Entries => (typeof input === 'object' && input !== null ? (input as Entries) : {});

/** GPUs and machine types, built in and added. A machine type with an unknown GPU is refused. */
export function readCatalogs(
  faults: FaultList,
  builtIn: BuiltInCatalogs,
  input: unknown,
  place: Path,
): BuiltInCatalogs {
  const added = entriesOf(input);
  const gpus = merge(
    faults,
    { kind: 'GPU', schema: gpuSchema, known: builtIn.gpus, keyOf: ({ product }) => product, exampleOf: gpuExample },
    entriesOf(added.gpus),
    childPath(place, 'gpus'),
  );
  const instances = merge(
    faults,
    {
      kind: 'machine type',
      schema: instanceSchema,
      known: builtIn.instances,
      keyOf: ({ cloud, type }) => `${cloud}/${type}`,
      exampleOf: machineExample,
    },
    entriesOf(added.instances),
    childPath(place, 'instances'),
  );
  for (const key of Object.keys(entriesOf(added.instances))) {
    const product = instances[key]?.gpu?.product;
    const gpu =
      product === undefined ? undefined : findGpu(gpus, product, childPath(place, 'instances', key, 'gpu', 'product'));
    if (gpu !== undefined && isFault(gpu)) faults.take([gpu]);
  }
  return { gpus, instances };
}

/** Entries that were found right, by what was read: several environments of one call may have them in common. */
export type RightModels = Map<unknown, Model>;

/** Whether an entry has measured memory; its architecture may then be any. */
const hasMemory = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && Object.hasOwn(input, 'memory');

/** The models that an environment can name. An entry is checked when something uses it, and once. */
export class Models {
  private readonly checked = new Map<string, Model | undefined>();

  constructor(
    private readonly faults: FaultList,
    private readonly names: Names,
    private readonly entries: Entries,
    private readonly place: Path,
    private readonly right: RightModels = new Map(),
    private readonly work: 'load' | 'verify' = 'load',
  ) {}

  /** All entries, as the complete environment carries them: those that nothing uses have not been checked. */
  get catalog(): ModelCatalog {
    return this.entries as ModelCatalog;
  }

  /** Whether there is such an entry. */
  has(key: string): boolean {
    return Object.hasOwn(this.entries, key);
  }

  /** The entry, `undefined` when its facts are wrong, which is reported. */
  get(key: string): Model | undefined {
    if (!this.checked.has(key)) {
      const place = childPath(this.place, key);
      if (!storeName.test(key)) {
        this.faults.add('BadName', place, `${valueText(key)} cannot be a path in the store`, {
          allowed: "letters, digits and . / : + @ % - _, without empty, '.' or '..' parts",
        });
      }
      this.names.take(loaderName(key, this.work), place);
      this.checked.set(key, this.check(this.entries[key], place));
    }
    return this.checked.get(key);
  }

  private check(input: unknown, place: Path): Model | undefined {
    const known = this.right.get(input);
    if (known !== undefined) return known;
    const before = this.faults.faults.length;
    const model = this.checkAnew(input, place);
    if (model !== undefined && this.faults.faults.length === before) this.right.set(input, model);
    return model;
  }

  private checkAnew(input: unknown, place: Path): Model | undefined {
    const schema: z.ZodType<Model> = hasMemory(input) ? catalogModelSchema : computedModelSchema;
    const shape = read(schema, input, place);
    if (shape.faults !== undefined) {
      this.faults.take(shape.faults);
      return undefined;
    }
    this.checkFiles(shape.value, place);
    this.checkMemory(shape.value, place);
    const { architecture, tensors } = shape.value;
    const layers = tensors.layers.reduce((sum, run) => sum + run.layers, 0);
    const loaded = architecture.blockCount - (architecture.nextnPredictLayers ?? 0);
    this.checkCompanions(shape.value, loaded, place);
    if (layers === loaded) return shape.value;
    this.faults.add(
      'ModelInconsistent',
      childPath(place, 'tensors', 'layers'),
      `${layers} layers have sizes, and the engine loads ${loaded}`,
      {
        fix: 'read the entry from the file again: npm run lock',
      },
    );
    return undefined;
  }

  /** Templates and adapters come from where the model comes from, and an adapter changes layers of its model. */
  private checkCompanions({ origin, chatTemplate, adapters = {} }: Model, loaded: number, place: Path): void {
    const ofRegistry = (field: string, fix: string): void =>
      this.faults.add(
        'ModelInconsistent',
        childPath(place, field),
        'a file of a repository, and the model comes from an Ollama registry',
        { fix },
      );
    if (origin.from === 'ollama') {
      if (chatTemplate !== undefined)
        ofRegistry('chatTemplate', 'leave it out, and give the model chatTemplate: { text }');
      if (Object.keys(adapters).length > 0) ofRegistry('adapters', 'lock the GGUF file of the same model from a hub');
      return;
    }
    for (const [name, { tensors, origin: other }] of Object.entries(adapters)) {
      if (other !== undefined && (origin.from === 'claim' || origin.from === 'image')) {
        this.faults.add(
          'ModelInconsistent',
          childPath(place, 'adapters', name, 'origin'),
          `a repository, and the files of the model are copied from ${origin.from === 'claim' ? 'a claim' : 'an image'}`,
          { fix: 'put the adapter beside the model, and leave origin out' },
        );
      }
      const layers = tensors.layers.reduce((sum, run) => sum + run.layers, 0);
      if (layers === loaded) continue;
      this.faults.add(
        'ModelInconsistent',
        childPath(place, 'adapters', name, 'tensors', 'layers'),
        `${layers} layers have sizes, and the engine loads ${loaded}`,
        { fix: 'read the adapter from its file again: npm run lock' },
      );
    }
  }

  /** A memory model holds for all settings; what was measured, for one start. */
  private checkMemory({ memory, architecture: { architecture } }: Model, place: Path): void {
    if (memory === undefined || !isArchitecture(architecture)) return;
    this.faults.add(
      'MeasuredNotNeeded',
      childPath(place, 'memory'),
      `the memory of architecture '${architecture}' is computed, for all settings`,
      { fix: 'remove memory' },
    );
  }

  /** The store and llama-server know a file by the last part of its path. */
  private checkFiles({ files, projector }: Model, place: Path): void {
    const names = new Map<string, Path>();
    const all = [
      ...files.map((each, i) => [each.path, childPath(place, 'files', i, 'path')] as const),
      ...(projector === undefined
        ? []
        : [[projector.file.path, childPath(place, 'projector', 'file', 'path')] as const]),
    ];
    for (const [path, here] of all) {
      const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.gguf$/, '');
      const before = names.get(name);
      if (before === undefined) names.set(name, here);
      else
        this.faults.add(
          'GivenTwice',
          here,
          `a file named '${name}' stands at ${before} already, and one would overwrite the other`,
          { fix: 'rename one of the two files' },
        );
    }
  }
}

/** What an environment would refuse about an entry of the catalogue: for what writes one. */
export function modelFaults(key: string, entry: unknown, place: Path): readonly Fault[] {
  const faults = new FaultList();
  new Models(faults, new Names(faults), { [key]: entry }, place).get(key);
  return faults.faults;
}
