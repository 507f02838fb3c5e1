/** The track that a request goes to: by weight, and the same one for all requests of a session. */
import { createHash } from 'node:crypto';
import type { Configuration } from '../reload/configuration';
import type { NamedModel } from './names';

/** A number from 0 to 1, the same for the same session and model, and unlike the one by which Envoy chooses a pod. */
const shareOf = (hash: string, model: string): number =>
  createHash('sha256').update(`track ${model} ${hash}`).digest().readUIntBE(0, 6) / 2 ** 48;

/**
 * The cluster of a model for a session, of those that Envoy routes to; undefined if it routes to none yet. Tracks stand in
 * the order of their names, so that few sessions move.
 */
export function chooseCluster(
  { name, model }: NamedModel,
  weights: Configuration['weights'],
  hash: string,
  isRouted: (cluster: string) => boolean,
): string | undefined {
  const given = weights.get(name);
  // Without weights, the first one has all.
  const [first] = Object.keys(model.tracks);
  const tracks = Object.keys(model.tracks)
    .toSorted()
    .map((track) => ({
      cluster: model.tracks[track]?.cluster ?? '',
      weight: given === undefined ? Number(track === first) : (given.get(track) ?? 0),
    }))
    .filter(({ cluster, weight }) => weight > 0 && isRouted(cluster));
  const sum = tracks.reduce((all, { weight }) => all + weight, 0);
  let left = shareOf(hash, name) * sum;
  for (const { cluster, weight } of tracks) {
    if (left < weight) return cluster;
    left -= weight;
  }
  return tracks.at(-1)?.cluster;
}
