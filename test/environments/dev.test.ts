import { synthesise } from '../../lib';
import { dev } from '../../overlays/dev';
import { index } from './chart-snapshots';
import { connectivity } from './connectivity';
import { tellsNodes } from './nodes';

const synthesis = synthesise(dev);

index(synthesis);
connectivity(synthesis);
tellsNodes(synthesis);
