import { productionAws } from '../../overlays/production-aws';
import { snapshots } from './chart-snapshots';

snapshots(productionAws);
