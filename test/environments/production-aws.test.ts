import { synthesise } from '../../lib';
import { productionAws } from '../../overlays/production-aws';
import { index, textsOfKind } from './chart-snapshots';
import { connectivity } from './connectivity';
import { tellsNodes } from './nodes';

const synthesis = synthesise(productionAws);

index(synthesis);
textsOfKind(synthesis, 'ScaledObject');
connectivity(synthesis);
tellsNodes(synthesis);
