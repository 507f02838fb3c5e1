/** `npm run diff`: what differs between two environments, revisions or rendered folders. Everything that it does is in `scripts/diff`. */
import { join } from 'node:path';
import { environments } from '../overlays';
import { diff } from './diff/index';

process.exitCode = diff(environments, process.argv.slice(2), join(__dirname, '..'), { out: console.log, error: console.error });
