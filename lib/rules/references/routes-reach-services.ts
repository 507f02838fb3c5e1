/** Refuses routes whose backend port the Service does not have, and those that name a listener which the Gateway does not have. */
import type { Kinds } from '../../kubernetes/kinds';
import type { Evidence, Seen } from '../evidence';
import { orNone } from '../lists';
import { shown, type Finding, type Rule } from '../rule';

type Route = Seen<Partial<Kinds['HTTPRoute']>>;

/** A port of a Service by number, or by name. */
interface Backend {
  readonly name: string;
  readonly namespace: string;
  readonly port: number | string | undefined;
  readonly field: string;
}

/** A Service that is not rendered here is judged by its declaration. */
function ofBackend({ manifest }: Seen, { name, namespace, port, field }: Backend, { find }: Evidence): Finding[] {
  const service = find('Service', namespace, name)?.body.spec;
  if (service === undefined || service.type === 'ExternalName') return [];
  const ports = orNone(service.ports);
  if (ports.some((each) => (typeof port === 'string' ? each.name === port : each.port === port))) return [];
  const all = ports.map((each) => (typeof port === 'string' ? (each.name ?? '') : each.port));
  return [
    {
      manifest,
      field,
      found: port === undefined ? `names no port of Service ${name}` : `Service ${name} has no port ${shown(port)}`,
      fix: `name a port that it has: ${all.map(shown).join(', ')}`,
    },
  ];
}

function ofRoute(route: Route, evidence: Evidence): Finding[] {
  const { spec } = route.body;
  const listeners = orNone(spec?.parentRefs).flatMap(({ kind, name, namespace, sectionName }, i): Finding[] => {
    const gateway = evidence.find('Gateway', namespace ?? route.namespace, name);
    if ((kind ?? 'Gateway') !== 'Gateway' || gateway === undefined || sectionName === undefined) return [];
    const names = orNone(gateway.body.spec?.listeners).map((each) => each.name);
    return names.includes(sectionName)
      ? []
      : [
          {
            manifest: route.manifest,
            field: `spec.parentRefs[${i}].sectionName`,
            found: `Gateway ${name} has no listener ${shown(sectionName)}`,
            fix: `name a listener that it has: ${names.map(shown).join(', ')}`,
          },
        ];
  });
  const backends = orNone(spec?.rules).flatMap(({ backendRefs }, i) =>
    orNone(backendRefs).flatMap(({ kind = 'Service', name, namespace = route.namespace, port }, k) =>
      kind === 'Service'
        ? ofBackend(route, { name, namespace, port, field: `spec.rules[${i}].backendRefs[${k}].port` }, evidence)
        : [],
    ),
  );
  return [...listeners, ...backends];
}

type IngressBackend = NonNullable<NonNullable<Kinds['Ingress']['spec']>['defaultBackend']>;

function ofIngress(ingress: Seen<Partial<Kinds['Ingress']>>, evidence: Evidence): Finding[] {
  const { defaultBackend, rules } = ingress.body.spec ?? {};
  const at = (backend: IngressBackend | undefined, place: string): Finding[] => {
    const service = backend?.service;
    if (service === undefined) return [];
    const { number, name } = service.port ?? {};
    const field = `${place}.service.port.${name === undefined ? 'number' : 'name'}`;
    return ofBackend(
      ingress,
      { name: service.name, namespace: ingress.namespace, port: name ?? number, field },
      evidence,
    );
  };
  return [
    ...at(defaultBackend, 'spec.defaultBackend'),
    ...orNone(rules).flatMap(({ http }, i) =>
      orNone(http?.paths).flatMap(({ backend }, k) => at(backend, `spec.rules[${i}].http.paths[${k}].backend`)),
    ),
  ];
}

export const routesReachServices: Rule = {
  name: 'routes-reach-services',
  promise:
    'HTTPRoutes and Ingresses name a port that the Service behind them has, and a listener that the Gateway has.',
  cluster:
    'The server takes any port and listener, and the controller of the route answers every request with an error: no counterexample on a control plane.',
  check: (evidence) => [
    ...evidence.of('HTTPRoute').flatMap((route) => ofRoute(route, evidence)),
    ...evidence.of('Ingress').flatMap((ingress) => ofIngress(ingress, evidence)),
  ],
};
