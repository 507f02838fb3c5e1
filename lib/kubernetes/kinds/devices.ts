/**
 * Kinds of dynamic resource allocation, which `kubernetes-models` does not have.
 *
 * @see kubernetes/api resource/v1/types.go
 */
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1';
import { clusterWide, namespaced, type FactsOf } from './kind';

type Metadata = IPersistentVolumeClaim['metadata'];

export interface DeviceSelector {
  readonly cel: { readonly expression: string };
}

/** Devices of a class, all that are asked for in one request. */
export interface ExactDevices {
  readonly deviceClassName: string;
  readonly allocationMode?: 'ExactCount' | 'All';
  readonly count?: number;
  readonly selectors?: readonly DeviceSelector[];
  readonly adminAccess?: boolean;
}

export interface DeviceRequest {
  readonly name: string;
  readonly exactly?: ExactDevices;
  readonly firstAvailable?: readonly (ExactDevices & { readonly name: string })[];
}

export interface ResourceClaimSpec {
  readonly devices?: {
    readonly requests?: readonly DeviceRequest[];
    readonly constraints?: readonly object[];
    readonly config?: readonly object[];
  };
}

interface IResourceClaim {
  readonly apiVersion: 'resource.k8s.io/v1';
  readonly kind: 'ResourceClaim';
  readonly metadata?: Metadata;
  readonly spec: ResourceClaimSpec;
  readonly status?: object;
}

interface IResourceClaimTemplate {
  readonly apiVersion: 'resource.k8s.io/v1';
  readonly kind: 'ResourceClaimTemplate';
  readonly metadata?: Metadata;
  readonly spec: { readonly metadata?: Metadata; readonly spec: ResourceClaimSpec };
}

interface IDeviceClass {
  readonly apiVersion: 'resource.k8s.io/v1';
  readonly kind: 'DeviceClass';
  readonly metadata?: Metadata;
  readonly spec: {
    readonly selectors?: readonly DeviceSelector[];
    readonly config?: readonly object[];
    readonly extendedResourceName?: string;
  };
}

/** Devices of a node, as its driver publishes them. */
interface IResourceSlice {
  readonly apiVersion: 'resource.k8s.io/v1';
  readonly kind: 'ResourceSlice';
  readonly metadata?: Metadata;
  readonly spec: {
    readonly driver: string;
    readonly nodeName?: string;
    readonly pool: { readonly name: string; readonly generation: number; readonly resourceSliceCount: number };
    readonly devices?: readonly {
      readonly name: string;
      readonly attributes?: Readonly<Record<string, object>>;
      readonly capacity?: Readonly<Record<string, { readonly value: string }>>;
    }[];
  };
}

export interface DeviceKinds {
  readonly DeviceClass: IDeviceClass;
  readonly ResourceClaim: IResourceClaim;
  readonly ResourceClaimTemplate: IResourceClaimTemplate;
  readonly ResourceSlice: IResourceSlice;
}

const v1 = 'resource.k8s.io/v1';

export const deviceKinds: FactsOf<DeviceKinds> = {
  DeviceClass: clusterWide(v1, 'deviceclasses'),
  ResourceClaim: namespaced(v1, 'resourceclaims'),
  ResourceClaimTemplate: namespaced(v1, 'resourceclaimtemplates'),
  ResourceSlice: clusterWide(v1, 'resourceslices'),
};
