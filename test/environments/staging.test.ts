import { synthesise } from '../../lib';
import { staging } from '../../overlays/staging';
import { index } from './chart-snapshots';
import { connectivity } from './connectivity';
import { tellsNodes } from './nodes';

const synthesis = synthesise(staging);

index(synthesis);
connectivity(synthesis);
tellsNodes(synthesis);
