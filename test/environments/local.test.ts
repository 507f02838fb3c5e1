import { synthesise } from '../../lib';
import { local } from '../../overlays/local';
import { texts } from './chart-snapshots';
import { connectivity } from './connectivity';
import { tellsNodes } from './nodes';

const synthesis = synthesise(local);

texts(synthesis);
connectivity(synthesis);
tellsNodes(synthesis);
