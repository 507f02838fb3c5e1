/** Values of a program that are no data: a date, and a list with a hole. */
import { base, changed } from './base';

export const inputs = [
  changed(
    [
      ['nodePools', 'racks', 'nodes'],
      // oxlint-disable-next-line no-sparse-arrays
      ['rack-1', , 'rack-2'],
    ],
    [['ollama'], {}],
    [['cluster'], { ...base.cluster, id: new Date(0) }],
  ),
];

export const report = `test.cluster.id: the value is a Date, not plain data.
  allowed: a number, a text, true, false, a list or an object
  [NotPlain]
test.nodePools.racks.nodes: the list has a hole at index 1.
  allowed: a value at each index
  [NotPlain]`;
