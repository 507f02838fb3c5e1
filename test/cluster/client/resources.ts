/** Where each kind lives on the API server, as the server's discovery says it. */
import type { Connection } from './request';

/** The path segment of a kind, and whether its objects live in namespaces. */
export interface Resource {
  readonly name: string;
  readonly namespaced: boolean;
}

interface Discovered {
  readonly resources: readonly (Resource & { readonly kind: string })[];
}

export class Resources {
  private readonly known = new Map<string, ReadonlyMap<string, Resource>>();

  constructor(private readonly connection: Connection) {}

  /** Asks again when a kind is unknown: a CustomResourceDefinition may just have brought it. */
  async find(apiVersion: string, kind: string): Promise<Resource> {
    const found = this.known.get(apiVersion)?.get(kind) ?? (await this.discover(apiVersion)).get(kind);
    if (found === undefined) throw new Error(`the API server knows no ${kind} in ${apiVersion}`);
    return found;
  }

  /** Path of an object, or of all objects of a kind when no name is given. */
  async path(apiVersion: string, kind: string, namespace: string | undefined, name?: string): Promise<string> {
    const { name: plural, namespaced } = await this.find(apiVersion, kind);
    const scope = namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
    return `${groupPath(apiVersion)}${scope}/${plural}${name === undefined ? '' : `/${name}`}`;
  }

  private async discover(apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
    const { body } = await this.connection.send('GET', groupPath(apiVersion));
    const kinds = new Map(
      (body as unknown as Discovered).resources
        .filter(({ name }) => !name.includes('/'))
        .map(({ kind, name, namespaced }) => [kind, { name, namespaced }]),
    );
    this.known.set(apiVersion, kinds);
    return kinds;
  }
}

const groupPath = (apiVersion: string): string =>
  apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
