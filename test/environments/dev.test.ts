import { synthesise } from '../../lib';
import { dev } from '../../overlays/dev';
import { index } from './chart-snapshots';
import { tellsNodes } from './nodes';

const synthesis = synthesise(dev);

index(synthesis);
tellsNodes(synthesis);
