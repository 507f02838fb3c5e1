/** What an environment declares that others provide, and the pods of others that it opens flows to. */
import { childPath } from '../core';
import { type Environment, type Peer, type Prerequisite, scraperKinds } from '../environment';
import { carries, type Inventory, isDefinitionServed, type LiveObject, partOf } from '../inventory';
import { storeNamespace } from '../plan';
import { difference, type Comparison, type Difference } from './difference';
import { listed } from './node-list';

const titleOf = ({ kind, namespace, name }: Prerequisite): string =>
  `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;

/** To see whether a Secret is there, one must be allowed to read what it holds; a `Scraper` is no object. */
const isLookedAt = ({ kind }: Prerequisite): boolean => kind !== 'Secret' && kind !== 'Scraper';

/** Scrapers that no object of the API shows. */
export const unseenScrapers = ({ name, prerequisites: all }: Environment): readonly string[] =>
  all
    .filter(({ kind }) => kind === 'Scraper')
    .map(
      (scraper) =>
        `${childPath(name, 'prerequisites', all.indexOf(scraper))}: whether ${titleOf(scraper)} scrapes port 8080, path /metrics, of every llama-server${scraper.authorization === undefined ? '' : ', with the key of cluster.apiKey'}`,
    );

interface Selecting {
  readonly selector: {
    readonly matchLabels?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly unknown[];
  };
  readonly namespaceSelector: { readonly any?: boolean; readonly matchNames?: readonly string[] };
}

/** Labels of the pods of llama-servers, which a scraper must select. */
const serverLabels = { 'app.kubernetes.io/name': 'llama-server', 'app.kubernetes.io/part-of': 'corral' } as const;

/** Why a monitor does not scrape the pods of a namespace: expressions are not judged. */
function misses({ spec, metadata }: LiveObject, serving: string): string | undefined {
  const { selector, namespaceSelector } = partOf<Selecting>(spec);
  const places = namespaceSelector?.any === true ? undefined : (namespaceSelector?.matchNames ?? [metadata.namespace]);
  if (places?.includes(serving) === false) return `one that selects namespace ${listed(places.map(String))} only`;
  const wrong = Object.entries(selector?.matchLabels ?? {}).filter(
    ([key, value]) => key in serverLabels && serverLabels[key as keyof typeof serverLabels] !== value,
  );
  return wrong.length === 0
    ? undefined
    : `one that selects ${wrong.map(([key, value]) => `${key}=${value}`).join(', ')}`;
}

interface Scraping {
  readonly authorization?: unknown;
  readonly bearerTokenSecret?: unknown;
  readonly bearerTokenFile?: unknown;
}

/** Whether no endpoint of a monitor sends a key. */
function sendsNoKey({ spec }: LiveObject): boolean {
  const { podMetricsEndpoints, endpoints } = partOf<{
    readonly podMetricsEndpoints: readonly Scraping[];
    readonly endpoints: readonly Scraping[];
  }>(spec);
  return (podMetricsEndpoints ?? endpoints ?? []).every(
    (endpoint) =>
      endpoint?.authorization === undefined &&
      endpoint?.bearerTokenSecret === undefined &&
      endpoint?.bearerTokenFile === undefined,
  );
}

function prerequisites({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  const looked = environment.prerequisites.filter((each) => isLookedAt(each) && !inventory.isUnread(each.kind));
  return looked.flatMap((prerequisite) => {
    const { kind, namespace = '', name, providedBy } = prerequisite;
    const here = childPath(environment.name, 'prerequisites', environment.prerequisites.indexOf(prerequisite));
    const found = inventory.find(kind, namespace, name);
    if (kind === 'CustomResourceDefinition' && !(found !== undefined && isDefinitionServed(found))) {
      return [
        difference(
          'DefinitionMissing',
          here,
          titleOf(prerequisite),
          found === undefined ? 'none' : 'a definition with no served version',
          `install it: ${providedBy}`,
        ),
      ];
    }
    if (found === undefined)
      return [difference('PrerequisiteMissing', here, titleOf(prerequisite), 'none', `install it: ${providedBy}`)];
    const why = scraperKinds.some((scraper) => scraper === kind)
      ? misses(found, environment.cluster.namespaces.serving)
      : undefined;
    if (why === undefined && prerequisite.authorization !== undefined && sendsNoKey(found)) {
      return [
        difference(
          'PrerequisiteDiffers',
          here,
          `${titleOf(prerequisite)} that sends the key of cluster.apiKey`,
          'one whose endpoints have no authorization',
          `give its endpoint authorization: { type: Bearer, credentials } with the key: ${providedBy}`,
        ),
      ];
    }
    return why === undefined
      ? []
      : [
          difference(
            'PrerequisiteDiffers',
            here,
            `${titleOf(prerequisite)} that scrapes llama-servers in ${environment.cluster.namespaces.serving}`,
            why,
            `let it select ${labelsText(serverLabels)} in namespace ${environment.cluster.namespaces.serving}: ${providedBy}`,
          ),
        ];
  });
}

const labelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

const nameLabels = ['app.kubernetes.io/name', 'k8s-app', 'app'];

/** Names of the pods of a namespace, as they can be copied into an overlay. */
const namesIn = ({ of }: Inventory, namespace: string): readonly string[] =>
  [
    ...new Set(
      of('Pod')
        .filter(({ metadata }) => metadata.namespace === namespace)
        .flatMap(({ metadata: { labels = {} } }) => {
          const key = nameLabels.find((name) => labels[name] !== undefined);
          return key === undefined ? [] : [`${key}=${labels[key]}`];
        }),
    ),
  ].sort();

/** @param reported the namespace of the environment itself, which is reported once */
function peer(inventory: Inventory, here: string, each: Peer, reported: string | undefined): readonly Difference[] {
  const { namespace } = each;
  const podLabels = 'anyPod' in each ? {} : each.podLabels;
  const what = 'anyPod' in each ? 'any pod' : `pods ${labelsText(podLabels)}`;
  if (!inventory.isUnread('Namespace') && inventory.find('Namespace', '', namespace) === undefined) {
    if (namespace === reported) return [];
    return [
      difference(
        'NamespaceMissing',
        here,
        `namespace '${namespace}'`,
        'none',
        'install the software that runs there',
        'name the namespace of its pods',
      ),
    ];
  }
  if (inventory.isUnread('Pod')) return [];
  if (inventory.of('Pod').some((pod) => pod.metadata.namespace === namespace && carries(pod, podLabels))) return [];
  const names = namesIn(inventory, namespace);
  return [
    difference(
      'PeerMissing',
      here,
      `${what} in namespace '${namespace}'`,
      names.length === 0 ? 'no pod there' : `none; pods there have ${listed(names)}`,
      'set podLabels to labels of its pods',
      'start the pods',
    ),
  ];
}

function peers({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  const { dns, requestsFrom, monitoring, scope, namespaces, downloads } = environment.cluster;
  const reported = scope === 'namespaced' ? namespaces.serving : undefined;
  const all = [
    [['dns', 'pods'], dns.pods],
    [['requestsFrom'], requestsFrom],
    [['monitoring'], monitoring],
    [['downloads', 'proxy', 'pods'], downloads.proxy?.pods],
  ] as const;
  const objectStore = environment.backup?.to.pods;
  return [
    ...all.flatMap(([path, each]) =>
      each === undefined ? [] : peer(inventory, childPath(environment.name, 'cluster', ...path), each, reported),
    ),
    ...(objectStore === undefined
      ? []
      : peer(inventory, childPath(environment.name, 'backup', 'to', 'pods'), objectStore, reported)),
  ];
}

/** The authorities that loaders and backups trust, each with its field and who waits for it. */
const bundlesOf = ({ name, cluster, backup }: Environment) =>
  [
    { at: childPath(name, 'cluster', 'downloads', 'caBundle'), bundle: cluster.downloads.caBundle, waiting: 'loaders' },
    { at: childPath(name, 'backup', 'to', 'caBundle'), bundle: backup?.to.caBundle, waiting: 'backups' },
  ].flatMap(({ bundle, ...each }) => (bundle === undefined ? [] : [{ ...each, bundle }]));

/** What others provide for loaders and backups: the authorities that they trust. */
function caBundles({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  const namespace = storeNamespace(environment);
  if (inventory.find('Namespace', '', namespace) === undefined) return [];
  return bundlesOf(environment).flatMap(({ at, bundle }) => {
    const found = inventory.find('ConfigMap', namespace, bundle.configMap);
    const { data = {} } = partOf<{ readonly data: Readonly<Record<string, string>> }>(found);
    if (found !== undefined && bundle.key in data) return [];
    return [
      difference(
        found === undefined ? 'PrerequisiteMissing' : 'PrerequisiteDiffers',
        at,
        `ConfigMap ${namespace}/${bundle.configMap} with key '${bundle.key}'`,
        found === undefined ? 'none' : `the keys ${listed(Object.keys(data))}`,
        `kubectl -n ${namespace} create configmap ${bundle.configMap} --from-file=${bundle.key}=CERTIFICATES.pem`,
      ),
    ];
  });
}

/** What cannot be seen before the namespace of the store is there. */
export function unseenBundles({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly string[] {
  const namespace = storeNamespace(environment);
  return inventory.find('Namespace', '', namespace) !== undefined
    ? []
    : bundlesOf(environment).map(
        ({ at, bundle, waiting }) =>
          `${at}: whether ConfigMap ${namespace}/${bundle.configMap} has the key '${bundle.key}': the namespace does not exist yet, and ${waiting} wait for it`,
      );
}

export const prerequisiteDifferences = (comparison: Comparison): readonly Difference[] => [
  ...prerequisites(comparison),
  ...peers(comparison),
  ...caBundles(comparison),
];
