/** An environment whose GPUs are claimed: its objects, the whole text of what only such an environment has. */
import { synthesise } from '../../lib';
import { index, textsOfKind } from './chart-snapshots';
import { claimed } from '../plan/fixtures/claimed';
import { connectivity } from './connectivity';
import { tellsNodes } from './nodes';

const synthesis = synthesise(claimed);

index(synthesis);
textsOfKind(synthesis, 'ResourceClaimTemplate');
textsOfKind(synthesis, 'ResourceQuota');
textsOfKind(synthesis, 'ValidatingAdmissionPolicy');
connectivity(synthesis);
tellsNodes(synthesis);
