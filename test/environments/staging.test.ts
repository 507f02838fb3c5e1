import { synthesise } from '../../lib';
import { staging } from '../../overlays/staging';
import { index, textsOfKind } from './chart-snapshots';
import { connectivity } from './connectivity';
import { tellsNodes } from './nodes';

const synthesis = synthesise(staging);

index(synthesis);
textsOfKind(synthesis, 'HorizontalPodAutoscaler');
connectivity(synthesis);
tellsNodes(synthesis);
