/**
 * What tests do with a cluster's objects: apply, create, get, list, delete, and wait; every answer is the server's own
 * JSON.
 */
import { title, type Json, type Manifest } from '../../../lib/kubernetes/read/manifest';
import { factsOf, type Kind, type Kinds } from '../../../lib/kubernetes/kinds';
import { ApiError, Connection, type Endpoint } from './request';
import { Resources } from './resources';
import { waitUntil, type WaitOptions } from './wait';

export interface ApplyOptions {
  /** @default corral-test */
  readonly fieldManager?: string;
  /** Takes fields over from other managers. @default false */
  readonly force?: boolean;
  /** Every check, nothing stored. @default false */
  readonly dryRun?: boolean;
}

/** What an apply led to, in the order of the manifests. */
export interface Applied {
  /** The objects as the server returned them. */
  readonly objects: readonly Manifest[];
  /** `Deployment ai/qwen: would violate PodSecurity …`. */
  readonly warnings: readonly string[];
}

export interface ListOptions {
  /** @default - all namespaces */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, string>>;
}

export interface DeleteOptions {
  /** Zero removes a pod without its kubelet. @default - the object's own */
  readonly gracePeriodSeconds?: number;
}

/** Any kind, custom ones included: where the types above do not reach. */
export interface Reference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const selector = (pairs: Readonly<Record<string, string>> | undefined): string | undefined =>
  pairs &&
  Object.entries(pairs)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');

const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

export class KubernetesClient {
  readonly connection: Connection;
  private readonly resources: Resources;

  constructor(endpoint: Endpoint) {
    this.connection = new Connection(endpoint);
    this.resources = new Resources(this.connection);
  }

  /** Server-side apply with strict field validation, one object after the other; the first refusal is thrown. */
  async apply(
    manifests: readonly Manifest[],
    { fieldManager = 'corral-test', force = false, dryRun = false }: ApplyOptions = {},
  ): Promise<Applied> {
    const objects: Manifest[] = [];
    const warnings: string[] = [];
    for (const manifest of manifests) {
      const query = {
        fieldManager,
        force: String(force),
        fieldValidation: 'Strict',
        dryRun: dryRun ? 'All' : undefined,
      };
      const answer = await this.connection.send('PATCH', await this.pathOf(manifest), {
        query,
        body: manifest,
        contentType: 'application/apply-patch+yaml',
      });
      objects.push(answer.body as unknown as Manifest);
      warnings.push(...answer.warnings.map((warning) => `${title(manifest)}: ${warning}`));
    }
    return { objects, warnings };
  }

  /** Creates an object as it is, status included where the server keeps it. */
  async create<K extends Kind>(kind: K, object: Kinds[K]): Promise<Kinds[K]> {
    const path = await this.resources.path(factsOf(kind).apiVersion, kind, object.metadata?.namespace ?? 'default');
    const { body } = await this.connection.send('POST', path, { query: { fieldValidation: 'Strict' }, body: object });
    return body as unknown as Kinds[K];
  }

  /** Merges a patch into an object, or into one of its subresources (`status`, `scale`). */
  async patch<K extends Kind>(
    kind: K,
    name: string,
    namespace: string | undefined,
    patch: Json,
    subresource?: string,
  ): Promise<Kinds[K]> {
    const path = await this.resources.path(factsOf(kind).apiVersion, kind, namespace, name);
    const { body } = await this.connection.send('PATCH', subresource === undefined ? path : `${path}/${subresource}`, {
      query: { fieldValidation: 'Strict' },
      body: patch,
      contentType: 'application/merge-patch+json',
    });
    return body as unknown as Kinds[K];
  }

  async get<K extends Kind>(kind: K, name: string, namespace?: string): Promise<Kinds[K]> {
    const { body } = await this.connection.send(
      'GET',
      await this.resources.path(factsOf(kind).apiVersion, kind, namespace, name),
    );
    return body as unknown as Kinds[K];
  }

  /** Reads back the object that a manifest describes, of any kind; `undefined` when there is none. */
  async read(reference: Reference): Promise<Manifest | undefined> {
    try {
      const { body } = await this.connection.send('GET', await this.pathOf(reference));
      return body as unknown as Manifest;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async list<K extends Kind>(kind: K, { namespace, labels, fields }: ListOptions = {}): Promise<readonly Kinds[K][]> {
    const path = await this.resources.path(factsOf(kind).apiVersion, kind, namespace);
    const { body } = await this.connection.send('GET', path, {
      query: { labelSelector: selector(labels), fieldSelector: selector(fields) },
    });
    return (body as unknown as { readonly items: readonly Kinds[K][] }).items;
  }

  /** Asks for deletion and returns at once; what is not there is not asked for. */
  async delete(references: readonly Reference[], { gracePeriodSeconds }: DeleteOptions = {}): Promise<void> {
    const query = { propagationPolicy: 'Background', gracePeriodSeconds: gracePeriodSeconds?.toString() };
    for (const reference of references) {
      try {
        await this.connection.send('DELETE', await this.pathOf(reference), { query });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
  }

  /** Waits until a typed object is as wanted; on giving up its status is printed. */
  async waitFor<K extends Kind>(
    what: string,
    kind: K,
    name: string,
    namespace: string | undefined,
    holds: (object: Kinds[K]) => boolean,
    options: WaitOptions = {},
  ): Promise<Kinds[K]> {
    const describe = (seen: unknown): unknown => (seen as { readonly status?: unknown }).status ?? seen;
    return waitUntil(
      `${kind} ${namespace === undefined ? name : `${namespace}/${name}`} ${what}`,
      () => this.get(kind, name, namespace),
      holds,
      { describe, ...options },
    );
  }

  /** Closes its connections, so that Node can end. */
  close(): void {
    this.connection.close();
  }

  private pathOf({ apiVersion, kind, metadata }: Reference): Promise<string> {
    return this.resources.path(apiVersion, kind, metadata.namespace ?? 'default', metadata.name);
  }
}
