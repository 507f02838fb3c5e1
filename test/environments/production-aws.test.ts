import { synthesise } from '../../lib';
import { productionAws } from '../../overlays/production-aws';
import { index } from './chart-snapshots';
import { tellsNodes } from './nodes';

const synthesis = synthesise(productionAws);

index(synthesis);
tellsNodes(synthesis);
