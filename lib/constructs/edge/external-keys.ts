/** A Secret that External Secrets fills from one path of a store: each property there is one entry. */
import { Construct } from 'constructs';
import { object, objectLabels, type Owner } from '../../kubernetes/draw';

export interface ExternalKeysProps {
  readonly namespace: string;
  /** Store of secrets, which exists. `SecretStore`: one of the namespace. */
  readonly store: { readonly kind: 'SecretStore' | 'ClusterSecretStore'; readonly name: string };
  /** Where the store has the entries: `corral/keys`. */
  readonly path: string;
  /** Label `app.kubernetes.io/name` of the object. @default 'gateway' */
  readonly component?: string;
  /** Further entries by name, as templates of External Secrets over the properties: `{{ .keys | trim }}`. @default - none */
  readonly further?: Readonly<Record<string, string>>;
  /** Time between two looks at the store. @default '30s' */
  readonly refreshInterval?: string;
}

/** An ExternalSecret named like the construct, as is the Secret that it fills. */
export class ExternalKeys extends Construct {
  constructor(scope: Construct, id: string, props: ExternalKeysProps) {
    super(scope, id);
    const { namespace, store, path, further, component = 'gateway', refreshInterval = '30s' } = props;
    const owner: Owner = { component, instance: id };
    object(this, 'external-secret', 'ExternalSecret', {
      metadata: { name: id, namespace, labels: objectLabels(owner) },
      spec: {
        refreshInterval,
        secretStoreRef: { kind: store.kind, name: store.name },
        // What the store no longer has is gone from the Secret; a store that does not answer takes nothing away.
        target: {
          name: id,
          creationPolicy: 'Owner',
          deletionPolicy: 'Retain',
          template: further && { engineVersion: 'v2', mergePolicy: 'Merge', data: { ...further } },
        },
        dataFrom: [{ extract: { key: path, conversionStrategy: 'Default', decodingStrategy: 'None' } }],
      },
    });
  }
}
