import { expect, test } from '@jest/globals';
import { FaultError, synthesise, type Amendment } from '../../../lib';
import { routesReachServices } from '../../../lib/rules/references/routes-reach-services';
import { edges, withGateway } from '../../operations/support/environments';
import { add, cases, set } from '../fixtures/verdict';

const metadata = { name: 'edge', namespace: 'llm-serving' };
const gateway = add('qwen', {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata,
  spec: { gatewayClassName: 'envoy', listeners: [{ name: 'https' }, { name: 'http' }] },
});
const route = (backend: object, parent: object = { sectionName: 'https' }) =>
  add('qwen', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata,
    spec: {
      parentRefs: [{ name: 'edge', ...parent }],
      rules: [{ backendRefs: [{ name: 'qwen', ...backend }] }],
    },
  });
const ingress = (port: object, place: 'rules' | 'defaultBackend' = 'rules') => {
  const backend = { service: { name: 'qwen', port } };
  const spec =
    place === 'rules' ? { rules: [{ http: { paths: [{ path: '/', backend }] } }] } : { defaultBackend: backend };
  return add('qwen', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec });
};
const ofRoute = 'HTTPRoute llm-serving/edge spec';
const ofIngress = 'Ingress llm-serving/edge spec';
const noPort = 'Service qwen has no port 8081; name a port that it has: 8080';

cases(routesReachServices, {
  'a port and a listener that are there': [[gateway, route({ port: 8080 })]],
  'a port that the Service does not have': [
    [gateway, route({ port: 8081 })],
    `${ofRoute}.rules[0].backendRefs[0].port: ${noPort}`,
  ],
  'no port, of which a Service needs one': [
    [gateway, route({})],
    `${ofRoute}.rules[0].backendRefs[0].port: names no port of Service qwen; name a port that it has: 8080`,
  ],
  'a listener that the Gateway does not have': [
    [gateway, route({ port: 8080 }, { sectionName: 'tls' })],
    `${ofRoute}.parentRefs[0].sectionName: Gateway edge has no listener 'tls'; name a listener that it has: 'https', 'http'`,
  ],
  'any listener': [[gateway, route({ port: 8080 }, {})]],
  'a Gateway of others': [route({ port: 8080 }, { namespace: 'edge', sectionName: 'tls' })],
  'a parent that is no Gateway': [[gateway, route({ port: 8080 }, { kind: 'Service', sectionName: 'tls' })]],
  'a Service of others': [[gateway, route({ port: 8081, namespace: 'apps' })]],
  'a backend that is no Service': [[gateway, route({ kind: 'Backend', port: 8081 })]],
  'a name for somewhere else': [
    [gateway, set('Service llm-serving/qwen', 'spec.type', 'ExternalName'), route({ port: 8081 })],
  ],
  'a Service that has lost its ports': [
    [gateway, set('Service llm-serving/qwen', 'spec.ports[0].port', 80), route({ port: 8080 })],
    `${ofRoute}.rules[0].backendRefs[0].port: Service qwen has no port 8080; name a port that it has: 80`,
  ],
  'an Ingress by number': [ingress({ number: 8080 })],
  'an Ingress by another number': [
    ingress({ number: 8081 }),
    `${ofIngress}.rules[0].http.paths[0].backend.service.port.number: ${noPort}`,
  ],
  'an Ingress by name': [ingress({ name: 'http' })],
  'an Ingress by another name': [
    ingress({ name: 'web' }),
    `${ofIngress}.rules[0].http.paths[0].backend.service.port.name: Service qwen has no port 'web'; name a port that it has: 'http'`,
  ],
  'an Ingress whose default is by another number': [
    ingress({ number: 8081 }, 'defaultBackend'),
    `${ofIngress}.defaultBackend.service.port.number: ${noPort}`,
  ],
});

const reason = 'a test';
const amended: readonly (readonly [string, keyof typeof edges, Amendment, string])[] = [
  [
    'the Service of the gateway gets another port',
    'a Gateway without TLS',
    {
      target: 'Service llm-gateway/gateway',
      jsonPatch: [{ op: 'replace', path: '/spec/ports/0/port', value: 9999 }],
      reason,
    },
    'HTTPRoute llm-gateway/gateway spec.rules[0].backendRefs[0].port: Service gateway has no port 8080.\n  fix: name a port that it has: 9999\n  [RoutesReachServices]',
  ],
  [
    'the listener gets another name',
    'a Gateway without TLS',
    {
      target: 'Gateway llm-gateway/gateway',
      jsonPatch: [{ op: 'replace', path: '/spec/listeners/0/name', value: 'web' }],
      reason,
    },
    "HTTPRoute llm-gateway/gateway spec.parentRefs[0].sectionName: Gateway gateway has no listener 'http'.\n  fix: name a listener that it has: 'web'\n  [RoutesReachServices]",
  ],
  [
    'the Ingress gets another port',
    'an Ingress with a certificate of an Issuer, keys of a ClusterSecretStore',
    {
      target: 'Ingress llm-gateway/gateway',
      jsonPatch: [{ op: 'replace', path: '/spec/rules/0/http/paths/0/backend/service/port/number', value: 80 }],
      reason,
    },
    'Ingress llm-gateway/gateway spec.rules[0].http.paths[0].backend.service.port.number: Service gateway has no port 80.\n  fix: name a port that it has: 8080\n  [RoutesReachServices]',
  ],
];

test.each(amended)('an amendment is refused by which %s', (_, edge, amendment, sentence) => {
  const input = { ...withGateway(edges[edge]), amendments: [amendment] };
  let message = '';
  try {
    synthesise(input);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    message = error.message;
  }
  expect(message).toContain(`local: ${sentence}`);
});
