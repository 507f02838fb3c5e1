/** Envoy's configuration: `envoy.json`. What changes while it runs, the clusters of engines, is in a file of its own. */
import { listeners } from './listeners';
import { overloadManager } from './overload';
import { extension, type Part, socket } from './parts';
import type { EnvoySettings } from './settings';
import { staticClusters } from './static-clusters';
import { statistics } from './statistics';

const resolver = ({ address, port }: NonNullable<EnvoySettings['dns']>): Part =>
  extension('envoy.network.dns_resolver.cares', 'extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig', {
    resolvers: [socket(address, port)],
    use_resolvers_as_fallback: false,
    dns_resolver_options: { no_default_search_domain: true },
  });

/** The configuration, as JSON. The file of clusters must exist when Envoy starts. */
export const envoyBootstrap = (settings: EnvoySettings): Readonly<Record<string, unknown>> => ({
  node: { id: 'gateway', cluster: 'gateway' },
  admin: { address: socket('127.0.0.1', settings.ports.admin) },
  stats_config: statistics,
  overload_manager: overloadManager(settings),
  ...(settings.dns === undefined ? {} : { typed_dns_resolver_config: resolver(settings.dns) }),
  dynamic_resources: {
    cds_config: {
      resource_api_version: 'V3',
      path_config_source: {
        path: `${settings.files.clusters}/clusters.json`,
        watched_directory: { path: settings.files.clusters },
      },
    },
  },
  static_resources: { listeners: listeners(settings), clusters: staticClusters(settings) },
});
