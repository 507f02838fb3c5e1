import { productionAws } from '../../overlays/production-aws';
import { index } from './chart-snapshots';

index(productionAws);
