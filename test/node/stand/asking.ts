/** Asks engines of an environment for some tokens, as its gateway does. */
import { waitUntil } from '../../cluster/client/wait';
import type { Passage } from './passage';
import type { NodeWorld } from './world';

const headers = { 'content-type': 'application/json' };

/** Waits until a connection by the name of a Service is made: routes and policies follow a Ready pod within a second. */
export async function reached(passage: Passage, url: string): Promise<void> {
  const { hostname: host, port } = new URL(url);
  await waitUntil(
    `${url} is reached`,
    () => passage.probe({ host, port: Number(port) }),
    (code) => code === 'connected',
    { seconds: 90 },
  );
}

async function post(world: NodeWorld, url: string, body: unknown): Promise<{ status: number; answer: unknown }> {
  const gateway = await world.from('gateway');
  await reached(gateway, url);
  const { status, body: text } = await gateway.ask(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status, answer: status === 200 ? JSON.parse(text) : text };
}

const hostOf = (world: NodeWorld, workload: string): string => `${workload}.${world.namespace}.svc.cluster.local`;

/** A completion of a llama-server. */
export async function completion(
  world: NodeWorld,
  workload: string,
  tokens = 8,
): Promise<{ status: number; tokens: number }> {
  const url = `http://${hostOf(world, workload)}:8080/v1/completions`;
  const { status, answer } = await post(world, url, { prompt: 'Hello', max_tokens: tokens });
  const { usage } = answer as { readonly usage?: { readonly completion_tokens: number } };
  return { status, tokens: usage?.completion_tokens ?? 0 };
}

/** A message of a server of an Ollama fleet, by the name of its model. */
export async function message(
  world: NodeWorld,
  fleet: string,
  model: string,
): Promise<{ status: number; done: boolean }> {
  const url = `http://${hostOf(world, fleet)}:11434/api/generate`;
  const { status, answer } = await post(world, url, {
    model,
    prompt: 'Hello',
    stream: false,
    options: { num_predict: 8 },
  });
  return { status, done: (answer as { readonly done?: boolean }).done ?? false };
}
