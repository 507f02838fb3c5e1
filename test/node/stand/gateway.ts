/** The gateway of an environment on a stand: its address, its pods, and keys that `corral key new` makes. */
import type { IPod } from 'kubernetes-models/v1';
import { command, type Printed } from './command';
import type { Passage } from './passage';
import { processOf } from './pod-process';
import type { NodeWorld } from './world';

export const gatewayNamespace = 'llm-gateway';
export const gatewayUrl = `http://gateway.${gatewayNamespace}.svc.cluster.local:8080`;

/** Address of one pod of it, past the Service. */
export const urlOf = ({ status }: IPod): string => `http://${status?.podIP ?? ''}:8080`;

/** Its pods, those that end too. */
export const gatewayPods = ({ stand }: NodeWorld): Promise<readonly IPod[]> =>
  stand.client.list('Pod', { namespace: gatewayNamespace, labels: { 'app.kubernetes.io/name': 'gateway' } });

/** Runs `npm run key`. @param overlays - file that exports the environment */
export const keyCommand = ({ stand }: NodeWorld, overlays: string, words: readonly string[]): Promise<Printed> =>
  command(stand, ['key', ...words, '--overlays', overlays]);

/** Ends a process of a pod at once. */
export async function killIn({ stand }: NodeWorld, { metadata }: IPod, container: string): Promise<void> {
  const [namespace, name] = [metadata?.namespace ?? '', metadata?.name ?? ''];
  const process = await processOf(stand, namespace, name, container);
  (await stand.nodeOf(namespace, name)).machine.run(['kill', '-9', `${process}`]);
}

/** A request to the gateway. */
export interface Question {
  readonly path: string;
  readonly body: object;
  readonly key: string;
}

export const questionOf = ({ body, key }: Question) => ({
  method: 'POST',
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Status of an answer; 0 where none came. */
export const statusOf = (passage: Passage, base: string, question: Question): Promise<number> =>
  passage.ask(`${base}${question.path}`, { ...questionOf(question), timeout: 20_000 }).then(
    ({ status }) => status,
    () => 0,
  );
