import { synthesise } from '../../lib';
import { productionAws } from '../../overlays/production-aws';
import { index } from './chart-snapshots';
import { connectivity } from './connectivity';
import { tellsNodes } from './nodes';

const synthesis = synthesise(productionAws);

index(synthesis);
connectivity(synthesis);
tellsNodes(synthesis);
