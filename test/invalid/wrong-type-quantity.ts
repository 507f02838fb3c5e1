/** Sizes, cores and times as Kubernetes writes them, and a size without a unit. */
import { changed } from './base';

export const inputs = [
  changed(
    [['models', 'legal', 'memory'], '4Gi'],
    [['models', 'legal', 'cpu'], '500m'],
    [['models', 'chat', 'memory'], 4],
    [['ollama', 'fleet', 'settings', 'keepAlive'], '10m'],
    [['cluster', 'weights', 'capacity'], '1.5TB'],
  ),
];

export const report = `test.cluster.weights.capacity: '1.5TB' is of the wrong type.
  allowed: a number of bytes: gigabytes(1500)
  [WrongType]
test.models.chat.memory: 4 is out of range.
  allowed: bytes from mib(1) to tib(64); 4 is 4 bytes, and gib(4) is 4 GiB
  [OutOfRange]
test.models.legal.cpu: '500m' is of the wrong type.
  allowed: a number of cores: 0.5
  [WrongType]
test.models.legal.memory: '4Gi' is of the wrong type.
  allowed: a number of bytes: gib(4)
  [WrongType]
test.ollama.fleet.settings.keepAlive: '10m' is of the wrong type.
  allowed: 'forever' · a number of seconds: seconds(600)
  [WrongType]`;
