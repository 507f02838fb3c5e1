/** What the engines offer by their own account: help, metrics, and every route that a running server knows. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineContract } from '../../../lib/engines/contract';
import { covers } from './covers';
import type { EngineOffers } from '../../../scripts/bump/offers';
import { fetchFrom } from './http';

/** Folders of the machine, which a server reads and nobody asks for. */
const folders = /^\/(?:proc|sys|dev|etc|usr|tmp|var|app|bin|home|root|opt|lib)\b/;

/** Texts of a program that may be paths of routes. */
const pathsIn = (program: string): readonly string[] =>
  [...readFileSync(program, 'latin1').matchAll(/(?<=\0)\/[a-z0-9_.:/-]{0,60}(?=\0)/g)]
    .map(([path]) => path)
    .filter((path) => !folders.test(path));

/** Asks for a path by each method, with a JSON object where there is a body, an empty one by default. */
async function answersAt(
  port: number,
  path: string,
  methods: readonly string[],
  json: object = {},
): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const method of methods) {
    const status = await fetchFrom(
      port,
      method,
      path,
      method === 'POST' || method === 'DELETE' ? json : undefined,
    ).then(
      (reply) => reply.status,
      () => 0,
    );
    answers.push(`${method} ${path} ${status}`);
  }
  return answers;
}

const requestsOf = ({ routes: { tenant, operator, closed } }: EngineContract): readonly string[] => [
  ...[...tenant, ...operator].map(({ method, path }) => `${method} ${path}`),
  ...closed.flatMap(({ answers }) => Object.keys(answers)),
];

/**
 * Routes of a llama-server, which has no list of them: all that its contract names, and every text of the program that
 * answers like one.
 */
export async function llamaServerRoutes(
  program: string,
  port: number,
  contract: EngineContract,
): Promise<readonly string[]> {
  const named = requestsOf(contract).map((request) => request.slice(request.indexOf(' ') + 1));
  const asked: string[] = [];
  const paths = new Set([...named, ...pathsIn(program)].flatMap((path) => [path, path.replace(/^\/v1(?=\/)/, '')]));
  for (const path of paths) asked.push(...(await answersAt(port, path, ['GET', 'POST', 'DELETE'])));
  return asked
    .filter(
      (answer) =>
        !/ (?:404|0)$/.test(answer) || requestsOf(contract).some((request) => answer.startsWith(`${request} `)),
    )
    .sort();
}

/**
 * Routes of an Ollama server, which lists them when it starts; the profiler's are not among them. Those that are open
 * are asked for a model, since nobody's model is a 404 as well.
 */
export async function ollamaRoutes(
  log: string,
  port: number,
  contract: EngineContract,
  model: string,
): Promise<readonly string[]> {
  const listed = [...log.matchAll(/\[GIN-debug\] (GET|HEAD|POST|PUT|PATCH|DELETE)\s+(\/\S*)\s+-->/g)].map(
    ([, method = '', path = '']) => `${method} ${path}`,
  );
  const requests = [
    ...new Set([...listed.map((request) => request.replace(/[:*][A-Za-z]+$/, 'x')), ...requestsOf(contract)]),
  ];
  const answers: string[] = [];
  for (const request of requests) {
    const [method = '', path = ''] = request.split(' ');
    const open = [...contract.routes.tenant, ...contract.routes.operator].some((route) => covers(route, method, path));
    answers.push(...(await answersAt(port, path, [method], open ? { model } : {})));
  }
  return answers.sort();
}

/** Keeps what an engine offers where `OFFERS` names a folder: `npm run bump` compares two builds by it. */
export function keepOffers(offers: EngineOffers): void {
  const folder = process.env.OFFERS;
  if (folder !== undefined)
    writeFileSync(join(folder, `${offers.engine}.json`), `${JSON.stringify(offers, undefined, 1)}\n`);
}
