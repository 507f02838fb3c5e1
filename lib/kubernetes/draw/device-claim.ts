/**
 * Claims of dynamic resource allocation: the template from which each pod of a workload gets its own claim, with what
 * the devices must have in CEL.
 */
import type { Construct } from 'constructs';
import { type Bytes, bytesQuantity, countQuantity, type Derived } from '../../core';
import { type DeviceAttributes, deviceClassOf } from '../../catalog';
import type { PodSpec, ResourceClaimSpec } from '../kinds';
import { claimOf, nameByContent } from './content';
import { annotations, objectLabels, type Owner } from './labels';
import { object } from './object';

/** The devices of one pod. */
export interface ClaimedDevices {
  /** Devices of a class, as a quota counts them. */
  readonly resource: string;
  readonly count: number;
  /** What each of them must have. @default - what its class says */
  readonly claim?: {
    readonly driver: string;
    readonly attributes: DeviceAttributes;
    readonly products?: readonly string[];
    readonly memory: Derived<Bytes>;
  };
}

/** Name of the claim within a pod, and of its request. */
export const claimName = 'gpus';
const requestName = 'gpu';

/** Texts as a list in CEL, whatever they hold. */
const quoted = (values: readonly string[]): string =>
  `[${values.map((value) => `'${value.replaceAll(/[\\']/g, String.raw`\$&`)}'`).join(', ')}]`;

/** A device without the attribute or capacity would end the allocation with an error, so its presence is asked first. */
const present = (of: 'attributes' | 'capacity', driver: string, key: string): string =>
  `'${key}' in device.${of}['${driver}']`;

function selectors({ driver, attributes, products, memory }: NonNullable<ClaimedDevices['claim']>): readonly string[] {
  const attribute = (key: string): string => `device.attributes['${driver}'].${key}`;
  return [
    ...Object.entries(attributes).map(
      ([key, values]) => `${present('attributes', driver, key)} && ${attribute(key)} in ${quoted(values)}`,
    ),
    // Labels have a dash for each space of the name.
    ...(products === undefined
      ? []
      : [
          `${present('attributes', driver, 'productName')} && ${attribute('productName')}.replace(' ', '-') in ${quoted(products)}`,
        ]),
    `${present('capacity', driver, 'memory')} && device.capacity['${driver}'].memory.compareTo(quantity('${bytesQuantity(memory.value)}')) >= 0`,
  ];
}

/** What a claim for devices asks for. */
export function claimSpec({ resource, count, claim }: ClaimedDevices): ResourceClaimSpec {
  return {
    devices: {
      requests: [
        {
          name: requestName,
          exactly: {
            deviceClassName: deviceClassOf(resource) ?? resource,
            allocationMode: 'ExactCount',
            count,
            selectors:
              claim === undefined ? undefined : selectors(claim).map((expression) => ({ cel: { expression } })),
          },
        },
      ],
    },
  };
}

/** Whether pods claim these GPUs, and do not count them. */
export const isClaimed = (gpus: ClaimedDevices | undefined): gpus is ClaimedDevices =>
  gpus !== undefined && deviceClassOf(gpus.resource) !== undefined;

/** Adds the template of a workload; its name follows its content, since neither it nor a claim can change. */
export function claimTemplate(
  scope: Construct,
  namespace: string,
  owner: Owner,
  devices: ClaimedDevices,
): NonNullable<PodSpec['resourceClaims']> {
  const spec = { spec: claimSpec(devices) };
  const name = nameByContent(claimOf(owner.instance), spec);
  const { claim } = devices;
  object(scope, 'claim-template', 'ResourceClaimTemplate', {
    metadata: {
      name,
      namespace,
      labels: objectLabels(owner),
      annotations: annotations({
        'because.gpus': `${countQuantity(devices.count)} for each pod`,
        'because.memory': claim?.memory.because,
      }),
    },
    spec,
  });
  return [{ name: claimName, resourceClaimTemplateName: name }];
}
