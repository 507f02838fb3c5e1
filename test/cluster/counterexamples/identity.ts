/** Names, selectors and quantities: most of it the server refuses itself. */
import { expect } from '@jest/globals';
import { waitUntil } from '../client/wait';
import { broken, plainPod, refused, renamed, serving, type Counterexample } from './counterexample';

export const identityCounterexamples: readonly Counterexample[] = [
  {
    rule: 'unique-identity',
    shows: 'the second object of one identity overwrites the first',
    async prove({ plane: { client } }) {
      const named = (value: string) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'twice', namespace: serving },
        data: { value },
      });
      await client.apply([named('first'), named('second')]);
      expect((await client.get('ConfigMap', 'twice', serving)).data).toEqual({ value: 'second' });
      await client.delete([named('')]);
    },
  },
  {
    rule: 'names-and-labels',
    shows: 'a Service with a dot in its name and a label with a slash in its value are refused',
    async prove(world, find) {
      await refused(
        world,
        renamed(find('Service', 'legal'), 'legal.gguf'),
        /metadata\.name: Invalid value: "legal\.gguf"/,
      );
      await refused(
        world,
        broken(find('Deployment', 'legal'), 'metadata.labels.model', 'qwen/7b:1'),
        /metadata\.labels: Invalid value: "qwen\/7b:1"/,
      );
    },
  },
  {
    rule: 'names-and-labels',
    shows: 'a StatefulSet with too long a name is taken, and its pods never come',
    async prove({ plane: { client } }, find) {
      const name = 'o'.repeat(63);
      const fleet = broken(
        broken(renamed(find('StatefulSet', 'ollama'), name), 'spec.replicas', 1),
        'spec.volumeClaimTemplates',
        undefined,
      );
      const long = broken(fleet, 'spec.template.spec.volumes', [
        ...(fleet['spec'] as { template: { spec: { volumes: object[] } } }).template.spec.volumes,
        { name: 'weights', emptyDir: {} },
      ]);
      await client.apply([long]);
      const events = await waitUntil(
        'its controller gives up',
        () =>
          client.list('Event', { namespace: serving, fields: { 'involvedObject.name': name, reason: 'FailedCreate' } }),
        (found) => found.length > 0,
      );
      expect(events[0]?.message).toMatch(/must be no more than 63 (characters|bytes)/);
      await client.delete([long]);
    },
  },
  {
    rule: 'selectors',
    shows: 'a selector that misses its template, or that changes, is refused',
    async prove(world, find) {
      await refused(
        world,
        broken(renamed(find('Deployment', 'legal'), 'other'), 'spec.selector.matchLabels', { app: 'nobody' }),
        /`selector` does not match template `labels`/,
      );
      await refused(
        world,
        broken(
          broken(find('Deployment', 'legal'), 'spec.selector.matchLabels.extra', 'x'),
          'spec.template.metadata.labels.extra',
          'x',
        ),
        /spec\.selector: Invalid value: .*field is immutable/s,
      );
    },
  },
  {
    rule: 'field-types',
    shows: 'a field that does not exist, a text for a number and a number beyond 32 bits are refused',
    async prove(world, find) {
      const legal = find('Deployment', 'legal');
      await refused(world, broken(legal, 'spec.repilcas', 2), /\.spec\.repilcas: field not declared in schema/);
      await refused(world, broken(legal, 'spec.progressDeadlineSeconds', 'soon'), /progressDeadlineSeconds/);
      await refused(world, broken(legal, 'spec.progressDeadlineSeconds', 2 ** 31), /progressDeadlineSeconds/);
    },
  },
  {
    rule: 'canonical-quantities',
    shows: 'what is sent as 1024Mi and 0.5 is kept as 1Gi and 500m',
    async prove({ plane: { client } }) {
      const pod = broken(plainPod('quantities'), 'spec.containers.0.resources', {
        requests: { cpu: '0.5', memory: '1024Mi' },
        limits: { memory: '1024Mi' },
      });
      const {
        objects: [kept],
      } = await client.apply([pod], { dryRun: true });
      expect(kept?.['spec']).toMatchObject({
        containers: [{ resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } } }],
      });
    },
  },
  {
    rule: 'fields-of-release',
    shows: 'a field that the release has off is dropped without a word, and a beta version is not served',
    async prove({ plane: { client } }, find) {
      const legal = renamed(find('Deployment', 'legal'), 'of-a-release');
      const stopped = broken(legal, 'spec.template.spec.containers.0.lifecycle.stopSignal', 'SIGQUIT');
      const {
        objects: [kept],
        warnings,
      } = await client.apply([broken(stopped, 'spec.template.spec.os', { name: 'linux' })], { dryRun: true });
      expect(warnings).toEqual([]);
      expect(JSON.stringify(stopped)).toContain('stopSignal');
      expect(JSON.stringify((kept as { spec?: unknown }).spec)).not.toContain('stopSignal');
      const range = { metadata: { name: 'more' }, spec: { cidrs: ['10.200.0.0/24'] } };
      await expect(
        client.apply([{ apiVersion: 'networking.k8s.io/v1beta1', kind: 'ServiceCIDR', ...range }], { dryRun: true }),
      ).rejects.toThrow();
      await client.apply([{ apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', ...range }], { dryRun: true });
    },
  },
];
