/** An image with weights that is not pinned by digest. */
import { changed } from './base';

export const inputs = [
  changed([['models', 'chat', 'local'], { kind: 'image', reference: 'registry.example/small:1', path: '/models' }]),
];

export const report = `test.models.chat.local.reference: 'registry.example/small:1' does not have the right form.
  allowed: registry/name:tag@sha256:… with both a tag and a digest of 64 hexadecimal digits
  [BadFormat]`;
