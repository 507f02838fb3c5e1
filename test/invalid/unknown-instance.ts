/** A machine type with two letters swapped. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'l4', 'instance'], 'aws/g6.2xlagre'])];

export const report = `test.nodePools.l4.instance: no machine type 'aws/g6.2xlagre' in the catalogue.
  did you mean: aws/g6.2xlarge · aws/g5.2xlarge · aws/g6.12xlarge
  fix: add it under catalog.instances, with what pods can have of it
  [UnknownInstance]`;
