/**
 * `npm run diff`: what differs between two environments, revisions or rendered folders. Everything that it does is in
 * `scripts/diff`.
 */
import { join } from 'node:path';
import { start, withOverlays } from './command';
import { diff } from './diff/index';

start(withOverlays((environments, argv, console) => diff(environments, argv, join(__dirname, '..'), console)));
