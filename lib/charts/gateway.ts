/** The gateway: one endpoint for all models, with what is in front of it, its certificate and its keys. */
import type { App } from 'cdk8s';
import { Construct } from 'constructs';
import { ExternalKeys, GatewayRoute, GatewayWorkload, IngressRoute, ServerCertificate } from '../constructs';
import { images, mirroredImage } from '../catalog';
import { engineOf, type Environment, type Gateway, scraperEntry } from '../environment';
import {
  gatewayFolders,
  gatewayNames,
  gatewayPaths,
  gatewayPorts,
  type GatewaySettings,
  serviceName,
} from '../gateway';
import { type Flow, ofPlatform, type PodPeer, selectorLabels } from '../kubernetes/draw';
import { type GatewayPlan, gatewayWants, type Plan, supportPlan } from '../plan';
import { certificateOf, hasEdge, serviceOf, sourcesOf } from './gateway-edge';
import { PlatformChart } from './platform-chart';
import type { ProgramsChart } from './programs';

const { workload: name } = gatewayNames;

/** The pods of the gateway, for the policies of engines. */
export const gatewayPods = ({ cluster }: Environment): PodPeer => ({
  namespace: cluster.namespaces.gateway,
  podLabels: selectorLabels({ component: name, instance: name }),
});

/** The engines of an environment by their component: one more model changes nothing. */
function enginesOf(environment: Environment): readonly Flow[] {
  const { serving } = environment.cluster.namespaces;
  const engines = new Map(environment.servers.map((server) => [server.engine, engineOf(environment, server)]));
  return [...engines.values()].map(({ name: component, contract: { port } }) => ({
    peer: { namespace: serving, podLabels: { 'app.kubernetes.io/name': component, ...ofPlatform } },
    port,
  }));
}

function settingsOf({ cluster }: Environment, { trustedHops }: Gateway): GatewaySettings {
  const { apiKey, dns, namespaces } = cluster;
  return {
    ports: gatewayPorts,
    files: gatewayPaths,
    peers: serviceName(gatewayNames.peers, namespaces.gateway, dns),
    trustedHops,
    ollamaVersion: images.ollama.version.join('.'),
    ...(apiKey === undefined ? {} : { engineKeyFile: `${gatewayFolders.engineKey}/${apiKey.key}` }),
  };
}

export class GatewayChart extends PlatformChart {
  constructor(app: App, plan: Plan, programs: ProgramsChart, gateway: Gateway, planned: GatewayPlan) {
    super(app, name, 'workloads', plan.environment.objects);
    const { environment, support } = plan;
    const { cluster, imageMirrors } = environment;
    const { namespace, scheduling, additions, rollout, maxUnavailable } = supportPlan(support, name);
    const { envoy, policy } = gatewayWants(environment);
    new GatewayWorkload(this, name, {
      namespace,
      programs,
      settings: settingsOf(environment, gateway),
      bootstrap: planned.bootstrap,
      models: planned.models,
      weights: planned.weights,
      clients: planned.clients,
      keysSecret: 'secretName' in gateway.keys ? gateway.keys.secretName : undefined,
      engineKey: cluster.apiKey,
      certificate: hasEdge(gateway) ? undefined : certificateOf(gateway),
      service: serviceOf(gateway),
      from: sourcesOf(gateway),
      monitoring: cluster.monitoring,
      scraping: environment.monitoring?.scrape,
      engines: enginesOf(environment),
      dns: cluster.dns,
      replicas: gateway.replicas,
      rollout,
      maxUnavailable,
      longestAnswer: planned.longestAnswer,
      envoyWants: envoy,
      policyWants: policy,
      scheduling,
      additions,
      envoyImage: mirroredImage(images.envoy, imageMirrors),
      policyImage: mirroredImage(images.nodejs, imageMirrors),
    });
    this.edge(namespace, gateway);
    if ('from' in gateway.keys) new ExternalKeys(this, gatewayNames.keys, { namespace, ...gateway.keys });
    this.engineKey(environment, gateway);
  }

  /** The key of llama-servers, in each namespace that uses it. */
  private engineKey({ cluster: { apiKey, namespaces } }: Environment, { keys }: Gateway): void {
    if (apiKey === undefined || !('from' in keys) || keys.enginePath === undefined) return;
    for (const namespace of new Set([namespaces.serving, namespaces.gateway])) {
      const scope = new Construct(this, `key-of-engines.${namespace}`);
      new ExternalKeys(scope, apiKey.secretName, {
        namespace,
        store: keys.store,
        path: keys.enginePath,
        further: { [scraperEntry]: `{{ index . "${apiKey.key}" | splitList "\\n" | first }}` },
      });
    }
  }

  /** What is in front of the gateway, or the certificate with which it ends TLS itself. */
  private edge(namespace: string, gateway: Gateway): void {
    const { expose, host = '', tls } = gateway;
    const secretName = certificateOf(gateway);
    const issuer = typeof tls === 'object' && 'issuer' in tls ? tls.issuer : undefined;
    const front = {
      namespace,
      host,
      tls: secretName === undefined ? undefined : { secretName, issuer },
      service: { name, port: gatewayPorts.http },
    };
    const scope = new Construct(this, 'edge');
    if (expose.by === 'gateway-api') new GatewayRoute(scope, name, { ...front, className: expose.className });
    else if (expose.by === 'ingress') new IngressRoute(scope, name, { ...front, className: expose.className });
    else if (issuer !== undefined && secretName !== undefined) {
      const hosts = [host === '' ? `${name}.${namespace}.svc` : host] as const;
      new ServerCertificate(scope, secretName, { namespace, issuer, secretName, hosts });
    }
  }
}
