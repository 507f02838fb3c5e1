import { local } from '../../overlays/local';
import { texts } from './chart-snapshots';

texts(local);
