/**
 * The ConfigMaps of a gateway. Envoy's configuration and the settings have a name that follows their content, so that a
 * change replaces pods; what running pods read again keeps its name.
 */
import { ConfigMap } from 'cdk8s-plus-28';
import { refuse } from '../../core';
import { envoyCertificate, gatewayFolders, gatewayModelsParts, gatewayNames } from '../../gateway';
import { nameByContent, objectLabels } from '../../kubernetes/draw';
import type { GatewayParts } from './props';

/** JSON for machines: what people compare is the environment. */
const compact = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** What Kubernetes lets the annotations of an object have: `kubectl apply` writes the whole object into one. */
const mostBytes = 256 * 1024;
/** Bytes for the rest of the object, and for other annotations. */
const spare = 4 * 1024;

/** Refuses content that `kubectl apply` could not write. */
function checkSize(name: string, text: string): void {
  // The text stands in JSON once more: each of its quotes has a backslash there.
  const bytes = Buffer.byteLength(JSON.stringify(text));
  if (bytes > mostBytes - spare)
    refuse('GatewayFileSize', name, `has ${bytes} bytes, and kubectl apply writes at most ${mostBytes - spare}`, {
      fix: 'fewer models, or fewer names for each client',
    });
}

/** Adds the ConfigMaps that are read again. */
export function readAgain({ construct, owner, props }: GatewayParts): void {
  const { namespace, models, clients, weights } = props;
  const files = [
    ...gatewayModelsParts(models),
    { configMap: gatewayNames.clients, file: 'clients.json', content: clients },
    { configMap: gatewayNames.weights, file: 'weights.json', content: weights },
  ];
  for (const { configMap: name, file, content } of files) {
    const text = compact(content);
    checkSize(name, text);
    new ConfigMap(construct, name.replace(/^gateway-/, ''), {
      metadata: { name, namespace, labels: objectLabels(owner) },
      data: { [file]: text },
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
