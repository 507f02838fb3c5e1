/** Importing this has everything that comes after it roll out at once. */
import { rollOutAtOnce } from './at-once';

rollOutAtOnce();
