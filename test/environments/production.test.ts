import { synthesise } from '../../lib';
import { production } from '../../overlays/production';
import { texts } from './chart-snapshots';
import { tellsNodes } from './nodes';

const synthesis = synthesise(production);

texts(synthesis);
tellsNodes(synthesis);
