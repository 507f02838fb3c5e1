import { staging } from '../../overlays/staging';
import { index } from './chart-snapshots';

index(staging);
