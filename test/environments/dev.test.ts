import { dev } from '../../overlays/dev';
import { index } from './chart-snapshots';

index(dev);
