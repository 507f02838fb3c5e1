import { local } from '../../overlays/local';
import { snapshots } from './chart-snapshots';

snapshots(local);
