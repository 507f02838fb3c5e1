/**
 * The form of what is read of an API server's answers. A proxy, a broken extension server or a cut connection may
 * answer otherwise: then nothing is read, since a pool or a difference from a value that is wrong would be wrong too.
 */
import { z } from 'zod';
import { childPath, fault, type Fault, FaultError, isPlainObject, nanoOf, type Path, valueText } from '../core';
import type { LiveObject } from './live-object';

const text = z.string({ error: 'a text' });
const name = z.string({ error: 'a name' }).min(1, { error: 'a name' });
const flag = z.boolean({ error: 'true or false' });
const port = z
  .int({ error: 'a port number' })
  .min(1, { error: 'a port number' })
  .max(65_535, { error: 'a port number' });
const list = <Entry extends z.ZodType>(entry: Entry) => z.array(entry, { error: 'a list' }).optional();
const object = <Shape extends z.ZodRawShape>(shape: Shape) => z.looseObject(shape, { error: 'an object' });
const part = <Shape extends z.ZodRawShape>(shape: Shape) => object(shape).optional();
const texts = z.record(z.string(), text, { error: 'an object' }).optional();

const quantity = z
  .union([z.string(), z.number()], { error: 'a quantity: 4, 500m, 16Gi' })
  .refine((value) => nanoOf(value) !== undefined, { error: 'a quantity: 4, 500m, 16Gi' });
const quantities = z.record(z.string(), quantity, { error: 'an object' }).optional();

const metadata = object({
  name,
  namespace: text.optional(),
  labels: texts,
  annotations: texts,
  deletionTimestamp: text.optional(),
  managedFields: list(object({ manager: text.optional(), operation: text.optional(), subresource: text.optional() })),
  ownerReferences: list(object({ kind: text, name: text })),
});

const status = {
  conditions: list(object({ type: text, status: text, reason: text.optional(), message: text.optional() })),
};

const container = object({
  restartPolicy: text.optional(),
  args: list(text),
  command: list(text),
  resources: part({ requests: quantities, limits: quantities }),
  ports: list(object({ name: text.optional(), containerPort: port })),
});

const podSpec = {
  nodeName: text.optional(),
  containers: list(container),
  initContainers: list(container),
  overhead: quantities,
  resources: part({ requests: quantities, limits: quantities }),
};

const selector = part({
  matchLabels: texts,
  matchExpressions: list(object({ key: text, operator: text, values: list(text) })),
});

const monitor = {
  spec: part({
    selector: part({ matchLabels: texts, matchExpressions: list(z.unknown()) }),
    namespaceSelector: part({ any: flag.optional(), matchNames: list(text) }),
  }),
};

/** What is read of a kind beside its metadata. */
const kinds: ReadonlyMap<string, z.ZodRawShape> = new Map<string, z.ZodRawShape>([
  [
    'Node',
    {
      spec: part({
        unschedulable: flag.optional(),
        taints: list(object({ key: name, value: text.optional(), effect: name })),
      }),
      status: part({
        ...status,
        capacity: quantities,
        allocatable: quantities,
        nodeInfo: part({ operatingSystem: text.optional(), architecture: text.optional() }),
      }),
    },
  ],
  ['Pod', { spec: part(podSpec) }],
  [
    'StorageClass',
    { provisioner: text.optional(), volumeBindingMode: text.optional(), mountOptions: list(text), parameters: texts },
  ],
  ['RuntimeClass', { handler: text.optional() }],
  ['PriorityClass', { value: z.int({ error: 'a whole number' }).optional() }],
  [
    'APIService',
    { spec: part({ group: text.optional(), service: part({ name: text.optional() }) }), status: part(status) },
  ],
  [
    'Service',
    {
      spec: part({
        clusterIP: text.optional(),
        clusterIPs: list(text),
        selector: texts,
        ports: list(
          object({ port, targetPort: z.union([port, text], { error: 'a port number or a name' }).optional() }),
        ),
      }),
    },
  ],
  ['ServiceCIDR', { spec: part({ cidrs: list(text) }) }],
  ['IPAddress', { spec: part({ parentRef: part({ namespace: text.optional(), name }) }) }],
  [
    'EndpointSlice',
    {
      ports: list(object({ name: text.optional(), port: port.optional(), protocol: text.optional() })),
      endpoints: list(object({ addresses: z.array(text, { error: 'a list' }) })),
    },
  ],
  ['ResourceQuota', { spec: part({ hard: quantities, scopes: list(text) }) }],
  [
    'LimitRange',
    {
      spec: part({
        limits: list(
          object({
            type: text,
            min: quantities,
            max: quantities,
            default: quantities,
            defaultRequest: quantities,
            maxLimitRequestRatio: quantities,
          }),
        ),
      }),
    },
  ],
  ['NetworkPolicy', { spec: part({ podSelector: selector, ingress: list(z.unknown()), egress: list(z.unknown()) }) }],
  ['PodDisruptionBudget', { spec: part({ selector }) }],
  ['HorizontalPodAutoscaler', { spec: part({ scaleTargetRef: part({ kind: text, name }) }) }],
  ['CustomResourceDefinition', { spec: part({ versions: list(object({ served: flag })) }) }],
  [
    'ResourceSlice',
    {
      spec: part({
        driver: text.optional(),
        nodeName: text.optional(),
        devices: list(
          object({
            attributes: z.record(z.string(), object({ string: text.optional() }), { error: 'an object' }).optional(),
            capacity: z.record(z.string(), object({ value: quantity.optional() }), { error: 'an object' }).optional(),
          }),
        ),
      }),
    },
  ],
  ['ClusterPolicy', { spec: part({ devicePlugin: part({ config: part({ name: text.optional() }) }) }) }],
  ['GatewayClass', { status: part(status) }],
  ['Issuer', { status: part(status) }],
  ['ClusterIssuer', { status: part(status) }],
  ['SecretStore', { status: part(status) }],
  ['ClusterSecretStore', { status: part(status) }],
  ['PodMonitor', monitor],
  ['VMPodScrape', monitor],
  ['PodMonitoring', monitor],
]);

const general = { apiVersion: text, kind: name, metadata };
const anyObject = object(general);
const schemas: ReadonlyMap<string, z.ZodType> = new Map(
  [...kinds].map(([kind, shape]) => [kind, object({ ...general, ...shape })]),
);

const form = (regex: RegExp, error: string) => z.string({ error }).regex(regex, { error });
const versionSchema = object({ major: form(/^\d+$/, "a number: '1'"), minor: form(/^\d+/, "a number: '36'") });

const apiVersion = form(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "a version: 'v1'");

const groupsSchema = object({
  groups: z.array(
    object({
      name,
      versions: z.array(object({ version: apiVersion }), { error: 'a list' }),
      preferredVersion: part({ groupVersion: name }),
    }),
    { error: 'a list' },
  ),
});

const resourcesSchema = object({ resources: z.array(object({ name }), { error: 'a list' }) });

/** Most faults of one answer: more of the same say nothing new. */
const mostFaults = 20;

/** The same value without fields that are null: servers written in Go mean nothing by them. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (each === null ? [] : [[key, withoutNull(each)]])),
  );
}

const fix =
  'run kubectl again and look at the answer; a proxy before the API server, or a cut connection, changes answers';

const valueAt = (value: unknown, keys: readonly PropertyKey[]): unknown =>
  keys.reduce<unknown>(
    (here, key) =>
      typeof here === 'object' && here !== null ? (here as Readonly<Record<PropertyKey, unknown>>)[key] : undefined,
    value,
  );

function faultsOf(schema: z.ZodType, value: unknown, place: Path): readonly Fault[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => {
    const field = childPath('', ...path.map((key) => (typeof key === 'number' ? key : String(key)))).replace(/^\./, '');
    const here = field === '' ? place : `${place} ${field}`;
    const found = valueAt(value, path);
    return fault(
      'AnswerNotRead',
      here,
      found === undefined ? 'the answer does not have this field' : `the answer has ${valueText(found)}`,
      { allowed: message, fix },
    );
  });
}

function refuseAll(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new FaultError(faults.slice(0, mostFaults));
}

/** Name of an object in a sentence, as far as it has one. */
function titleOf(value: Readonly<Record<string, unknown>>, index: number): string {
  const { kind, metadata: data } = value;
  const { namespace, name: called } = isPlainObject(data) ? data : {};
  if (typeof kind !== 'string' || typeof called !== 'string' || kind === '' || called === '')
    return `object ${index} of the answer`;
  return `${kind} ${typeof namespace === 'string' ? `${namespace}/` : ''}${called}`;
}

function refuseWrong(objects: readonly unknown[], schemaOf: (kind: unknown) => z.ZodType): void {
  refuseAll(
    objects.flatMap((each, i) => {
      if (!isPlainObject(each))
        return [
          fault('AnswerNotRead', `object ${i} of the answer`, `the answer has ${valueText(each)}`, {
            allowed: 'an object',
            fix,
          }),
        ];
      return faultsOf(schemaOf(each['kind']), each, titleOf(each, i));
    }),
  );
}

/** Objects as they are read, without fields that are null. @throws FaultError where a value is of the wrong type */
export function liveObjects(answers: readonly unknown[]): readonly LiveObject[] {
  const objects = answers.map(withoutNull);
  refuseWrong(objects, (kind) => (typeof kind === 'string' ? schemas.get(kind) : undefined) ?? anyObject);
  return objects as readonly LiveObject[];
}

/** Objects as they came, each with a kind and a name. @throws FaultError where one has none */
function namedObjects(answers: readonly unknown[]): readonly LiveObject[] {
  refuseWrong(answers.map(withoutNull), () => anyObject);
  return answers as readonly LiveObject[];
}

/** `1.36`; providers add a plus to the minor version. */
export function versionOf(answer: unknown): string {
  refuseAll(faultsOf(versionSchema, answer, '/version'));
  const { major, minor } = answer as z.infer<typeof versionSchema>;
  return `${major}.${minor.replace(/\D.*$/, '')}`;
}

/** Served versions by group; the core group is empty text. */
export function groupsOf(answer: unknown): ReadonlyMap<string, readonly string[]> {
  refuseAll(faultsOf(groupsSchema, answer, '/apis'));
  const { groups } = answer as z.infer<typeof groupsSchema>;
  return new Map([
    ['', ['v1']],
    ...groups.map((group) => [group.name, group.versions.map(({ version }) => version)] as const),
  ]);
}

/** The version of a group that its server prefers, with the group: `monitoring.coreos.com/v1`. */
export function preferredVersionOf(answer: unknown, group: string): string | undefined {
  refuseAll(faultsOf(groupsSchema, answer, '/apis'));
  return (answer as z.infer<typeof groupsSchema>).groups.find((each) => each.name === group)?.preferredVersion
    ?.groupVersion;
}

/** Names of the resources of one version of a group. */
export function resourcesOf(answer: unknown, place: Path): readonly string[] {
  refuseAll(faultsOf(resourcesSchema, answer, place));
  return (answer as z.infer<typeof resourcesSchema>).resources.map((each) => each.name);
}

/** Reads a JSON text. @throws FaultError where it is none, as the page of a proxy is, or an answer that is cut */
export function answerOf(json: string, place: Path): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    const start = json.trimStart();
    const found =
      start === ''
        ? 'the answer is empty'
        : `the answer is not whole JSON: it starts with ${valueText(start)} and has ${json.length} characters`;
    throw new FaultError([fault('AnswerNotRead', place, found, { fix })]);
  }
}

function itemsOf(answer: unknown, place: Path): readonly unknown[] {
  if (!isPlainObject(answer))
    throw new FaultError([
      fault('AnswerNotRead', place, `the answer is ${valueText(answer)}`, { allowed: 'an object', fix }),
    ]);
  const { items, kind } = answer;
  if (Array.isArray(items)) return items as readonly unknown[];
  if (typeof kind === 'string' && kind.endsWith('List')) {
    // Go writes an empty list as null.
    if (items === null) return [];
    throw new FaultError([
      fault('AnswerNotRead', place, `its items are ${items === undefined ? 'missing' : valueText(items)}`, {
        allowed: 'a list',
        fix,
      }),
    ]);
  }
  return [answer];
}

/**
 * Objects of a list, or the one object that the answer is.
 * @throws FaultError where it is neither, or one has no kind or name
 */
export const objectsOf = (answer: unknown, place: Path): readonly LiveObject[] => namedObjects(itemsOf(answer, place));
