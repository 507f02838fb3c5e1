/**
 * Writes lib/kubernetes/read/field-types.json and merge-keys.json from `api/openapi-spec/swagger.json` of a Kubernetes
 * release.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, type Console, type Context, type Exit, type Parsed } from '../command';
import type { line } from './options';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

/** Kinds that Corral draws, and those that grant rights or hold secrets, which rules read. */
const kinds = [
  'v1 ConfigMap',
  'v1 LimitRange',
  'v1 Namespace',
  'v1 PersistentVolume',
  'v1 PersistentVolumeClaim',
  'v1 Pod',
  'v1 ResourceQuota',
  'v1 Secret',
  'v1 Service',
  'v1 ServiceAccount',
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding',
  'apps/v1 DaemonSet',
  'apps/v1 Deployment',
  'apps/v1 ReplicaSet',
  'apps/v1 StatefulSet',
  'autoscaling/v2 HorizontalPodAutoscaler',
  'batch/v1 CronJob',
  'batch/v1 Job',
  'networking.k8s.io/v1 NetworkPolicy',
  'node.k8s.io/v1 RuntimeClass',
  'policy/v1 PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1 ClusterRole',
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1 Role',
  'rbac.authorization.k8s.io/v1 RoleBinding',
  'scheduling.k8s.io/v1 PriorityClass',
  'storage.k8s.io/v1 StorageClass',
];

/** Definitions that are values, not objects. */
const values: Readonly<Record<string, string>> = {
  Quantity: 'quantity',
  IntOrString: 'intOrString',
  Time: 'string',
  MicroTime: 'string',
};

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/**
 * Fields that distinguish the entries of a list, the merge key first; empty for a set, `undefined` for a list that is
 * replaced whole.
 */
function keysOf(schema: Schema): readonly string[] | undefined {
  if (schema['x-kubernetes-patch-strategy']?.split(',').includes('merge') !== true || schema.type !== 'array')
    return undefined;
  const key = schema['x-kubernetes-patch-merge-key'];
  if (key === undefined) return [];
  return [key, ...(schema['x-kubernetes-list-map-keys'] ?? []).filter((each) => each !== key)];
}

const folder = join(__dirname, '..', '..', 'lib', 'kubernetes', 'read');

const lines = (entries: Iterable<readonly [string, unknown]>, indent: string): string =>
  [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${indent}${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n');

function write(file: string, console: Console): void {
  const { definitions } = readJson(file) as { definitions: Readonly<Record<string, Schema>> };
  const named = new Map<string, string>(
    Object.entries(definitions).flatMap(([name, schema]) =>
      (schema['x-kubernetes-group-version-kind'] ?? []).map(
        ({ group, version, kind }) => [`${group === '' ? version : `${group}/${version}`} ${kind}`, name] as const,
      ),
    ),
  );
  const types = new Map<string, { readonly from: string; readonly fields: Readonly<Record<string, string>> }>();
  const mergeKeys = new Map<string, Readonly<Record<string, readonly string[]>>>();

  function typeOf(schema: Schema): string {
    if (schema.$ref !== undefined) return refer(schema.$ref.slice('#/definitions/'.length));
    if (schema.type === 'array') return `[]${typeOf(schema.items ?? {})}`;
    if (schema.type === 'object')
      return schema.additionalProperties === undefined ? 'any' : `{}${typeOf(schema.additionalProperties)}`;
    if (schema.type === 'integer') return schema.format ?? 'int64';
    return schema.type ?? 'any';
  }

  function refer(name: string): string {
    const short = lastPart(name);
    const schema = definitions[name];
    if (values[short] !== undefined) return values[short];
    if (schema?.properties === undefined) return 'any';
    const known = types.get(short);
    if (known !== undefined && known.from !== name)
      throw new Error(`two definitions are called ${short}: ${known.from}, ${name}`);
    if (known === undefined) {
      const fields: Record<string, string> = {};
      const keys: Record<string, readonly string[]> = {};
      types.set(short, { from: name, fields });
      const required = new Set(schema.required);
      const isKind = schema['x-kubernetes-group-version-kind'] !== undefined;
      for (const [field, type] of Object.entries(schema.properties).sort(([a], [b]) => (a < b ? -1 : 1))) {
        // What the cluster writes is in no manifest.
        if ((isKind && field === 'status') || field === 'managedFields') continue;
        fields[field] = `${typeOf(type)}${required.has(field) ? '!' : ''}`;
        const found = keysOf(type);
        if (found !== undefined) keys[field] = found;
      }
      if (Object.keys(keys).length > 0) mergeKeys.set(short, keys);
    }
    return short;
  }

  const roots = Object.fromEntries(
    kinds.map((kind) => {
      const name = named.get(kind);
      if (name === undefined) throw new Error(`${file} has no ${kind}`);
      return [kind, refer(name)];
    }),
  );
  const typeLines = lines(
    [...types].map(([name, { fields }]) => [name, fields] as const),
    '    ',
  );
  const typesFile = join(folder, 'field-types.json');
  writeFileSync(typesFile, `{\n  "kinds": ${JSON.stringify(roots)},\n  "types": {\n${typeLines}\n  }\n}\n`);
  const keysFile = join(folder, 'merge-keys.json');
  writeFileSync(keysFile, `{\n${lines(mergeKeys, '  ')}\n}\n`);
  console.out(`${typesFile}: ${types.size} types`);
  console.out(`${keysFile}: ${mergeKeys.size} types`);
}

/** Writes the types of the release whose description is named. */
export function run({ positionals: [file = ''] }: Parsed<typeof line.options>, { console }: Context): Exit {
  write(file, console);
  return 0;
}
