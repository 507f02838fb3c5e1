import { synthesise } from '../../lib';
import { staging } from '../../overlays/staging';
import { index } from './chart-snapshots';
import { tellsNodes } from './nodes';

const synthesis = synthesise(staging);

index(synthesis);
tellsNodes(synthesis);
