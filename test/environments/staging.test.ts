import { staging } from '../../overlays/staging';
import { snapshots } from './chart-snapshots';

snapshots(staging);
