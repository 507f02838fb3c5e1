/** Brings one model into the store: a Job that downloads its files, or copies them from a volume. */
import { Construct } from 'constructs';
import {
  type AddressPeer,
  clusterDns,
  clusterFacts,
  type DnsPeer,
  type Flow,
  type Owner,
  publicAddresses,
  workloadPolicy,
} from '../../kubernetes/draw';
import type { Volume } from '../../kubernetes/kinds';
import {
  copier,
  loader,
  type LoaderProxy,
  type ProgramRun,
  publicOrigins,
  sourceMount,
  storeMount,
  type Weights,
  type WeightsSource,
} from '../../programs';
import type { ConfigMapKey, SecretKey } from '../../workload';
import { secretVolume } from '../secret-volume';
import { workloadIdentity } from '../workload-identity';
import { type MountedVolume, weightsJob, type WeightsJobProps } from './weights-job';

/** A volume that has the files: a claim of the same namespace, or an OCI image by digest. Nothing is downloaded then. */
export type VolumeSource =
  | { readonly from: 'claim'; readonly claimName: string }
  | { readonly from: 'image'; /** `registry/name:tag@sha256:…` */ readonly reference: string };

const isVolume = (source: WeightsSource | VolumeSource): source is VolumeSource =>
  source.from === 'claim' || source.from === 'image';

export interface ModelLoaderProps extends WeightsJobProps {
  /** The store's claim, mounted read-write. */
  readonly claimName: string;
  /** What to bring; a model that two engines read is listed for each. */
  readonly weights: readonly Weights[];
  /**
   * Where the files are: on a hub, a registry and servers of files, or on a volume, of which nothing changes.
   * @default - the public hub and registry
   */
  readonly source?: WeightsSource | VolumeSource;
  /** Secret with the token of a hub or a server of files, for models that are not public. @default - none */
  readonly hubToken?: SecretKey & {
    /** Address below which the token is sent. @default - that of the hub */
    readonly below?: string;
  };
  /** Secret with the token of a second server, from which adapters of the models come. @default - none */
  readonly adapterToken?: SecretKey & { /** Address below which the token is sent. */ readonly below: string };
  /** Proxy to the source; `addresses` then names that of the proxy, or `pods` its pods. @default - none */
  readonly proxy?: LoaderProxy & {
    /**
     * Secret of the type `kubernetes.io/basic-auth` with the name and the password for the proxy.
     * @default - the proxy asks for none
     */
    readonly credentials?: { readonly secretName: string };
  };
  /**
   * ConfigMap with the authorities that it trusts, in PEM, instead of those of the image.
   * @default - the public authorities
   */
  readonly caBundle?: ConfigMapKey;
  /** Addresses that it may reach. @default - any public address, port 443 */
  readonly addresses?: readonly AddressPeer[];
  /** Pods that it may reach: those of a proxy in the cluster. @default - none */
  readonly pods?: readonly Flow[];
  /** Name resolution. @default - kube-dns in `kube-system`, and NodeLocal DNSCache */
  readonly dns?: DnsPeer;
}

/** A claim is read-only as a whole: the kubelet would give the files of any other to the group of the pod. */
function sourceVolume(source: VolumeSource): Volume {
  const name = 'source';
  return source.from === 'image'
    ? { name, image: { reference: source.reference, pullPolicy: 'IfNotPresent' } }
    : { name, persistentVolumeClaim: { claimName: source.claimName, readOnly: true } };
}

const tokenFolder = '/etc/hub-token';
const adapterTokenFolder = '/etc/adapter-token';
const loginFolder = '/etc/proxy-login';
const caFolder = '/etc/ca-bundle';

const tokenVolume = (name: string, path: string, { secretName, key }: SecretKey): MountedVolume => ({
  volume: secretVolume({ name, secret: { secretName, key } }),
  path,
  readOnly: true,
});

/** The keys are those of the type `kubernetes.io/basic-auth`. */
const loginVolume = ({ secretName }: { readonly secretName: string }): MountedVolume => ({
  volume: {
    name: 'proxy-login',
    secret: {
      secretName,
      items: ['username', 'password'].map((key) => ({ key, path: key })),
      defaultMode: 0o440,
    },
  },
  path: loginFolder,
  readOnly: true,
});

const bundleVolume = ({ configMap: name, key }: ConfigMapKey): MountedVolume => ({
  volume: { name: 'ca-bundle', configMap: { name, items: [{ key, path: key }] } },
  path: caFolder,
  readOnly: true,
});

/**
 * A Job named after the construct and its content, with its programs, identity and policy. No time to live: the
 * previous one is pruned.
 */
export class ModelLoader extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ModelLoaderProps,
  ) {
    super(scope, id);
    const {
      namespace,
      claimName,
      weights,
      source = publicOrigins,
      dns = clusterDns,
      addresses = publicAddresses(clusterFacts(this).families),
      pods = [],
    } = props;
    const owner: Owner = { component: 'model-loader', instance: id };
    workloadIdentity(this, namespace, owner);
    const downloads = isVolume(source) ? { egress: [] } : { dns, addresses, egress: pods };
    workloadPolicy(this, 'policy', namespace, owner, { ingress: [], ...downloads });
    weightsJob(this, props, {
      owner,
      container: 'loader',
      models: weights.map(({ key }) => key),
      written: { volume: { name: 'store', persistentVolumeClaim: { claimName } }, path: storeMount },
      ...this.work(source),
    });
  }

  /** What the Job runs, and the volumes that it reads. */
  private work(source: WeightsSource | VolumeSource): {
    readonly run: ProgramRun;
    readonly further: readonly MountedVolume[];
  } {
    const { weights, hubToken, adapterToken, proxy, caBundle } = this.props;
    if (isVolume(source))
      return {
        run: copier.run({ weights }),
        further: [{ volume: sourceVolume(source), path: sourceMount, readOnly: true }],
      };
    const caFile = caBundle === undefined ? undefined : `${caFolder}/${caBundle.key}`;
    const token = hubToken && { tokenFile: `${tokenFolder}/${hubToken.key}`, tokenFor: hubToken.below };
    const furtherToken = adapterToken && {
      file: `${adapterTokenFolder}/${adapterToken.key}`,
      below: adapterToken.below,
    };
    const proxyLogin = proxy?.credentials === undefined ? undefined : loginFolder;
    return {
      run: loader.run({ weights, source, ...token, furtherToken, proxy, proxyLogin, caFile }),
      further: [
        ...(hubToken === undefined ? [] : [tokenVolume('hub-token', tokenFolder, hubToken)]),
        ...(caBundle === undefined ? [] : [bundleVolume(caBundle)]),
        ...(adapterToken === undefined ? [] : [tokenVolume('adapter-token', adapterTokenFolder, adapterToken)]),
        ...(proxy?.credentials === undefined ? [] : [loginVolume(proxy.credentials)]),
      ],
    };
  }
}
