/**
 * The ConfigMaps of a gateway. Envoy's configuration and the settings have a name that follows their content, so that a
 * change replaces pods; what running pods read again keeps its name.
 */
import { ConfigMap } from 'cdk8s-plus-28';
import { envoyCertificate, gatewayFolders, gatewayNames } from '../../gateway';
import { nameByContent, objectLabels } from '../../kubernetes/draw';
import type { GatewayParts } from './props';

/** JSON for machines: what people compare is the environment. */
const compact = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** The file of each, by the name of its ConfigMap. */
const files = { models: 'models.json', clients: 'clients.json', weights: 'weights.json' } as const;

/** Adds the ConfigMaps that are read again. */
export function readAgain({ construct, owner, props }: GatewayParts): void {
  const { namespace } = props;
  for (const part of ['models', 'clients', 'weights'] as const) {
    const data = { [files[part]]: compact(props[part]) };
    new ConfigMap(construct, part, {
      metadata: { name: gatewayNames[part], namespace, labels: objectLabels(owner) },
      data,
    });
  }
}

/** Adds the configuration of Envoy and the settings of the policy. @returns its name */
export function configuration({ construct, owner, props }: GatewayParts): string {
  const { namespace, bootstrap, settings, certificate } = props;
  const data = {
    'envoy.json': `${JSON.stringify(bootstrap, null, 1)}\n`,
    'settings.json': compact(settings),
    ...(certificate === undefined ? {} : { 'certificate.json': compact(envoyCertificate(gatewayFolders.tls)) }),
  };
  const name = nameByContent(gatewayNames.config, data);
  new ConfigMap(construct, 'config', {
    metadata: { name, namespace, labels: objectLabels(owner) },
    data,
    immutable: true,
  });
  return name;
}
