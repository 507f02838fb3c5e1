/** `npm run gitops`: writes environments into a checkout of a GitOps repository. Everything that it does is in `scripts/gitops`. */
import { join } from 'node:path';
import { environments } from '../overlays';
import { gitops } from './gitops/index';

process.exitCode = gitops(environments, process.argv.slice(2), join(__dirname, '..'), { out: console.log, error: console.error });
