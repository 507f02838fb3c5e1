import { production } from '../../overlays/production';
import { texts } from './chart-snapshots';

texts(production);
