import { synthesise } from '../../lib';
import { local } from '../../overlays/local';
import { texts } from './chart-snapshots';
import { tellsNodes } from './nodes';

const synthesis = synthesise(local);

texts(synthesis);
tellsNodes(synthesis);
