/**
 * What parse accepts, the API server accepts and keeps: random small environments, applied in strict dry-run, compared
 * with the answer.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FaultError, synthesise } from '../../lib';
import { title, type Json, type Manifest } from '../../lib/kubernetes/read/manifest';
import { ensureTools } from '../../scripts/toolchain/tools';
import { writtenEnvironment } from '../generators/written';
import { controlPlaneTools } from '../components/sets';
import { ControlPlane } from './control-plane/control-plane';
import { count } from './claims';
import { lost } from './world/read-back';

const minutes = 60_000;
const runs = Number(process.env['ENVIRONMENTS'] ?? 300);
const lanes = 8;
const [serving, store] = ['engines', 'weights'] as const;

let plane: ControlPlane;

beforeAll(async () => {
  await ensureTools(controlPlaneTools);
  plane = await ControlPlane.start();
  await plane.client.apply(
    [serving, store].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  );
}, 15 * minutes);
afterAll(() => plane.stop());

/** What the server says of an object: a refusal, a warning, or where the answer differs from what was sent. */
async function wrongWith(manifest: Manifest): Promise<readonly string[]> {
  try {
    const {
      objects: [kept],
      warnings,
    } = await plane.client.apply([manifest], { dryRun: true, force: true });
    return [
      ...warnings,
      ...lost(manifest as unknown as Json, kept as unknown as Json).map(
        (difference) => `${title(manifest)} ${difference}`,
      ),
    ];
  } catch (error) {
    return [`${title(manifest)}: ${String(error)}`];
  }
}

test(
  'every object is accepted without a warning, and kept as sent',
  async () => {
    const seed = Date.now() % 2 ** 31;
    const seen = new Set<string>();
    const objects: Manifest[] = [];
    let refused = 0;
    for (const input of fc.sample(writtenEnvironment(serving, store), { numRuns: runs, seed })) {
      try {
        for (const manifest of synthesise(input).charts.flatMap(({ manifests }) => manifests)) {
          const text = JSON.stringify(manifest);
          if (seen.has(text)) continue;
          seen.add(text);
          objects.push(manifest);
        }
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
        refused += 1;
      }
    }
    const wrong: string[] = [];
    let next = 0;
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        for (let manifest = objects[next++]; manifest !== undefined; manifest = objects[next++])
          wrong.push(...(await wrongWith(manifest)));
      }),
    );
    expect({ seed, wrong: wrong.slice(0, 20) }).toEqual({ seed, wrong: [] });
    expect(refused).toBeLessThan(runs / 10);
    count('written', { environments: runs - refused, objects: objects.length });
  },
  30 * minutes,
);
