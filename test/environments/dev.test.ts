import { dev } from '../../overlays/dev';
import { snapshots } from './chart-snapshots';

snapshots(dev);
