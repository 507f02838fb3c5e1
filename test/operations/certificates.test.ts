/** cert-manager's real controllers issue what a gateway asks for, at its edge or itself, and renew it. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { plainObject } from '../../lib/kubernetes/draw';
import type { Kinds } from '../../lib/kubernetes/kinds';
import type { Manifest } from '../../lib/kubernetes/read';
import { metricSources } from '../../lib/observability';
import { ensureTools } from '../../scripts/toolchain/tools';
import { hasCondition } from '../cluster/client/conditions';
import { waitUntil } from '../cluster/client/wait';
import { ControlPlane } from '../cluster/control-plane/control-plane';
import { controlPlaneTools, definitionTools } from '../components/sets';
import { authorityIn, certificateIn, handshake } from './support/certificate';
import { differences, exposed } from './support/exposition';
import { edges, host, withGateway, type Edge } from './support/environments';
import { gatewayNamespace, objectsOf } from './support/gateways';
import { certManagerNamespace, clusterIssuer, makeAuthority, Operators } from './support/operators';

const certificateSecret = 'gateway-tls';

let plane: ControlPlane;
let operators: Operators;
let authority: string;

beforeAll(async () => {
  await ensureTools([...controlPlaneTools, ...definitionTools, 'cert-manager']);
  plane = await ControlPlane.start();
  operators = await Operators.start(plane, ['cert-manager']);
  await makeAuthority(plane);
  authority = authorityIn(await plane.client.get('Secret', clusterIssuer, certManagerNamespace));
  await plane.client.apply([plainObject('Namespace', { metadata: { name: gatewayNamespace } })]);
}, 20 * 60_000);
afterAll(async () => {
  await operators.stop();
  await plane.stop();
});

let applied: readonly Manifest[] = [];
const apply = async (edge: Edge): Promise<void> => {
  // The keys come from elsewhere.
  applied = objectsOf(withGateway({ ...edge, keys: undefined }));
  await plane.client.apply(applied);
};
// What cert-manager made of an object goes with it, and only then its Secret: else it would be issued again.
afterEach(async () => {
  const { client } = plane;
  await client.delete(applied);
  await waitUntil(
    'the Certificate is gone',
    () => client.list('Certificate', { namespace: gatewayNamespace }),
    (left) => left.length === 0,
  );
  await client.delete([plainObject('Secret', { metadata: { name: certificateSecret, namespace: gatewayNamespace } })]);
});

/** Ready comes a moment before the revision, with which the issuing ends. */
const isIssued = (certificate: Kinds['Certificate'], revision = 1): boolean =>
  hasCondition(certificate, 'Ready') &&
  !hasCondition(certificate, 'Issuing') &&
  (certificate.status?.revision ?? 0) >= revision;

const certificate = async (): Promise<Kinds['Certificate']> =>
  plane.client.waitFor(
    'is issued',
    'Certificate',
    (await plane.client.list('Certificate', { namespace: gatewayNamespace }))[0]?.metadata?.name ?? certificateSecret,
    gatewayNamespace,
    isIssued,
  );
const secret = (): Promise<Kinds['Secret']> => plane.client.get('Secret', certificateSecret, gatewayNamespace);

/** As `cmctl renew` does it. */
async function renew(name: string): Promise<void> {
  const { status } = await plane.client.get('Certificate', name, gatewayNamespace);
  const issuing = {
    type: 'Issuing',
    status: 'True',
    reason: 'ManuallyTriggered',
    message: 'Certificate re-issuance manually triggered',
    lastTransitionTime: new Date().toISOString().replace(/\.\d+/, ''),
  };
  const others = (status?.conditions ?? []).filter(({ type }) => type !== 'Issuing').map((each) => ({ ...each }));
  await plane.client.patch(
    'Certificate',
    name,
    gatewayNamespace,
    { status: { conditions: [...others, issuing] } },
    'status',
  );
}

const balanced = edges['a load balancer with a certificate of a ClusterIssuer'];

test('cert-manager exposes the metrics that alerts name, with their types and labels', async () => {
  await apply(balanced);
  await certificate();
  const source = metricSources['cert-manager'];
  const left = await waitUntil(
    'all are exposed',
    async () => differences(source, exposed(await operators.certManagerMetrics())),
    ({ length }) => length === 0,
    { seconds: 60 },
  );
  expect(left).toEqual([]);
  const real = exposed(await operators.certManagerMetrics());
  // By this label an alert finds the certificate of its gateway.
  for (const name of Object.keys(source)) expect([name, real.get(name)?.labels.has('namespace')]).toEqual([name, true]);
  expect(
    differences({ certmanager_certificate_ends: { type: 'gauge', labels: [], means: '' } } as never, real),
  ).toEqual(['certmanager_certificate_ends is not exposed']);
});

describe.each<[string, Edge]>([
  ['a Gateway', edges['a Gateway with a certificate of a ClusterIssuer, keys of a SecretStore']],
  ['an Ingress', edges['an Ingress with a certificate of a ClusterIssuer']],
  ['a gateway behind a load balancer', balanced],
])('%s', (_, edge) => {
  test('gets a certificate that clients accept for its host only', async () => {
    await apply(edge);
    const { spec, status } = await certificate();
    expect(spec).toMatchObject({ secretName: certificateSecret, dnsNames: [host], issuerRef: balanced.tls.issuer });
    expect(status?.revision).toBe(1);
    const issued = await secret();
    expect(issued.type).toBe('kubernetes.io/tls');
    expect(await handshake(issued, authority, host)).toBe('TLSv1.3');
    expect(await handshake(issued, authority, 'other.example.org')).toMatch(/^Hostname\/IP does not match/);
  });

  test('gets a new one with a new key once it is to be renewed, in the same Secret', async () => {
    await apply(edge);
    const { metadata } = await certificate();
    const former = certificateIn(await secret());
    await renew(metadata?.name ?? '');
    await plane.client.waitFor('is issued again', 'Certificate', metadata?.name ?? '', gatewayNamespace, (each) =>
      isIssued(each, 2),
    );
    const renewed = certificateIn(await secret());
    expect(renewed.serialNumber).not.toBe(former.serialNumber);
    expect(renewed.publicKey.equals(former.publicKey)).toBe(false);
    expect(await handshake(await secret(), authority, host)).toBe('TLSv1.3');
  });
});

test('a certificate is renewed when its time comes, without being asked for', async () => {
  // Of an hour, to be renewed fifteen seconds after it was issued.
  applied = objectsOf(withGateway(balanced)).map((manifest) =>
    manifest.kind === 'Certificate'
      ? {
          ...manifest,
          spec: { ...(manifest['spec'] as object), duration: '1h0m0s', renewBefore: '59m45s' },
        }
      : manifest,
  );
  await plane.client.apply(applied);
  const { metadata } = await certificate();
  const { serialNumber } = certificateIn(await secret());
  await plane.client.waitFor('is renewed', 'Certificate', metadata?.name ?? '', gatewayNamespace, (each) =>
    isIssued(each, 2),
  );
  expect(certificateIn(await secret()).serialNumber).not.toBe(serialNumber);
});

test('without an issuer of that name nothing is issued, and the Certificate names the reason', async () => {
  await apply({ ...balanced, tls: { issuer: { kind: 'ClusterIssuer', name: 'letsencrypt' } } });
  const waiting = await plane.client.waitFor(
    'is asked for',
    'Certificate',
    certificateSecret,
    gatewayNamespace,
    (each) => hasCondition(each, 'Issuing'),
  );
  expect(hasCondition(waiting, 'Ready')).toBe(false);
});
