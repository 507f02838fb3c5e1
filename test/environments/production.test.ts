import { synthesise } from '../../lib';
import { production } from '../../overlays/production';
import { texts } from './chart-snapshots';
import { connectivity } from './connectivity';
import { tellsNodes } from './nodes';

const synthesis = synthesise(production);

texts(synthesis);
connectivity(synthesis);
tellsNodes(synthesis);
