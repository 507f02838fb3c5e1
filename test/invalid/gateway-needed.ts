/** Tracks and affinity that nothing carries out. */
import { changed } from './base';

export const inputs = [
  changed([['models', 'chat', 'tracks'], { blue: { weight: 1 } }], [['ollama', 'fleet', 'affinity'], 'session']),
];

export const report = `test.models.chat.tracks: the gateway shares requests among tracks, and the environment has none.
  fix: gateway: { … } · leave it out
  [GatewayNeeded]
test.ollama.fleet.affinity: the gateway chooses the pod, and the environment has none.
  fix: gateway: { … } · leave it out
  [GatewayNeeded]`;
