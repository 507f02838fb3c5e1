import { production } from '../../overlays/production';
import { snapshots } from './chart-snapshots';

snapshots(production);
