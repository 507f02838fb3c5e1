/** An object that no chart holds, typed like those that one does: what a controller of ours is given. */
import { factsOf, type Kind } from '../kinds';
import type { Manifest } from '../read';
import type { Body } from './object';

/** The manifest of an object of a kind; what is `undefined` in it is left out when it is written. */
export const plainObject = <K extends Kind>(kind: K, body: Body<K>): Manifest => ({
  apiVersion: factsOf(kind).apiVersion,
  kind,
  ...body,
});
