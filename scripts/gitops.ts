/**
 * `npm run gitops`: writes environments into a checkout of a GitOps repository. Everything that it does is in
 * `scripts/gitops`.
 */
import { join } from 'node:path';
import { start, withOverlays } from './command';
import { gitops } from './gitops/index';

start(withOverlays((environments, argv, console) => gitops(environments, argv, join(__dirname, '..'), console)));
