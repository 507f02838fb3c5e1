/** An entry of the catalogue that lacks fields: one fault with all of them, and an example that can be pasted. */
import { fault, type Fault, isPlainObject, own, type Path } from '../../core';

type Fields = Readonly<Record<string, unknown>>;

/** Values of the fields without a default, for a key: what people replace. */
export type ExampleOf = (key: string) => Fields;

export const gpuExample: ExampleOf = (product) => ({
  product,
  memoryMib: 24_576,
  memoryType: 'GDDR',
  bandwidthGbPerSecond: 600,
  computeCapability: '8.9',
  migProfiles: [],
  source: 'nvidia-smi',
});

export const machineExample: ExampleOf = (key) => {
  const [cloud = '', type = ''] = /^([^/]*)\/(.*)$/.exec(key)?.slice(1) ?? ['aws', key];
  return {
    cloud,
    type,
    vcpu: 16,
    memoryMib: 65_536,
    allocatable: { millicores: 15_800, memoryMib: 57_000, pods: 58 },
  };
};

/** Text as it stands in an overlay. */
const quoted = (text: string): string => (/['\\\p{Cc}]/u.test(text) ? JSON.stringify(text) : `'${text}'`);

const key = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : quoted(name));

/** A value of plain data as TypeScript, in one line. */
function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (!isPlainObject(value)) return String(value);
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  return fields.length === 0
    ? '{}'
    : `{ ${fields.map(([name, each]) => `${key(name)}: ${literal(each)}`).join(', ')} }`;
}

/** What is given, with the example's value for each field that is not, at every depth. */
function filled(given: unknown, example: Fields): Fields {
  const values = isPlainObject(given) ? given : {};
  return Object.fromEntries([
    ...Object.entries(example).map(([name, each]) => {
      const value = own(values, name);
      if (isPlainObject(each) && (value === undefined || isPlainObject(value))) return [name, filled(value, each)];
      return [name, value ?? each];
    }),
    ...Object.entries(values).filter(([name]) => !Object.hasOwn(example, name)),
  ]);
}

/**
 * The faults of an entry, with those of missing fields as one.
 *
 * @param name the key of the entry, which stands at `place`
 */
export function withExample(
  faults: readonly Fault[],
  name: string,
  input: unknown,
  place: Path,
  exampleOf: ExampleOf,
): readonly Fault[] {
  const missing = faults.filter(({ code }) => code === 'MissingField');
  if (missing.length === 0 || !isPlainObject(input)) return faults;
  const fields = missing.map(({ at }) => at.slice(place.length + 1));
  const incomplete = fault(
    'CatalogIncomplete',
    place,
    `lacks ${fields.join(', ')}, which ${fields.length === 1 ? 'has' : 'have'} no default`,
    { fix: `replace the numbers of this example: ${key(name)}: ${literal(filled(input, exampleOf(name)))}` },
  );
  return [incomplete, ...faults.filter((each) => !missing.includes(each))];
}
