/**
 * The part of a live object that was applied: without what the server filled in and what controllers wrote. Pure.
 */
import type { Manifest } from '../../lib';

/** Fields as the API server notes them: `f:spec`, `k:{"name":"x"}` for items of a list, `v:"x"` for those of a set. */
interface FieldSet {
  readonly [key: string]: FieldSet;
}

interface Manager {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  readonly fieldsV1?: FieldSet;
}

type Fields = Readonly<Record<string, unknown>>;

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether an item of a list is the one that a key names. */
const isNamed = (item: unknown, key: string): boolean =>
  isFields(item) && Object.entries(JSON.parse(key.slice(2)) as Fields).every(([field, value]) => item[field] === value);

/** The values of a set of fields; a field without fields of its own is taken whole. */
function values(live: unknown, fields: FieldSet): unknown {
  const keys = Object.keys(fields).filter((key) => key !== '.');
  if (keys.length === 0) return live;
  if (Array.isArray(live)) {
    return live.flatMap((item: unknown) => {
      const key = keys.find((each) =>
        each.startsWith('k:') ? isNamed(item, each) : each === `v:${JSON.stringify(item)}`,
      );
      return key === undefined ? [] : [values(item, fields[key] ?? {})];
    });
  }
  if (!isFields(live)) return live;
  return Object.fromEntries(
    keys.flatMap((key) => {
      const name = key.slice(2);
      return key.startsWith('f:') && live[name] !== undefined
        ? [[name, values(live[name], fields[key] ?? {})] as const]
        : [];
    }),
  );
}

function merged(a: FieldSet, b: FieldSet): FieldSet {
  const both = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(both.map((key) => [key, merged(a[key] ?? {}, b[key] ?? {})]));
}

/**
 * Whether people or their tools wrote it: by apply, or by `kubectl edit` or `patch`, which is drift. Autoscalers and
 * controllers are neither.
 */
const isPerson = ({ manager = '', operation, subresource }: Manager): boolean =>
  subresource === undefined && (operation === 'Apply' || manager.startsWith('kubectl'));

/** Labels and annotations of those who deliver. */
const deliveryMarks = /^(kustomize\.toolkit\.fluxcd\.io|argocd\.argoproj\.io|kubectl\.kubernetes\.io)\//;

const withoutMarks = (
  labels: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | undefined => {
  const own = Object.entries(labels ?? {}).filter(([key]) => !deliveryMarks.test(key));
  return own.length === 0 ? undefined : Object.fromEntries(own);
};

/** An object without the marks of a delivery: how it came there is not what it is. */
export function unmarked(manifest: Manifest): Manifest {
  const { labels, annotations, ...metadata } = manifest.metadata;
  return {
    ...manifest,
    metadata: { ...metadata, labels: withoutMarks(labels), annotations: withoutMarks(annotations) },
  };
}

/** Anybody may write the annotation: what is no object of the API was not applied. */
function ofLastApplied(text: string): Manifest | undefined {
  try {
    const applied = JSON.parse(text) as Partial<Manifest> | null;
    return typeof applied?.metadata?.name === 'string' ? unmarked(applied as Manifest) : undefined;
  } catch {
    return undefined;
  }
}

/** What was applied of a live object; `undefined` for one that only controllers wrote. */
export function appliedPart(
  live: Manifest & { readonly metadata: { readonly managedFields?: readonly Manager[] } },
): Manifest | undefined {
  const {
    apiVersion,
    kind,
    metadata: { name, namespace, annotations, managedFields = [] },
  } = live;
  const fields = managedFields.filter(isPerson).reduce<FieldSet>((all, { fieldsV1 = {} }) => merged(all, fieldsV1), {});
  if (Object.keys(fields).length === 0) {
    const text = annotations?.[lastApplied];
    return text === undefined ? undefined : ofLastApplied(text);
  }
  const { spec, ...others } = values(live, fields) as Partial<Manifest>;
  // Of a Namespace it is the server's own list of finalizers; the server records its creator as the owner.
  const applied = kind === 'Namespace' || spec === undefined ? others : { ...others, spec };
  return unmarked({ ...applied, apiVersion, kind, metadata: { ...applied.metadata, name, namespace } });
}
