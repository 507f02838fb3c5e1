/** What an environment renders whose rights end at one namespace. */
import { synthesise } from '../../lib';
import { team } from '../namespaced/team';
import { texts } from './chart-snapshots';
import { connectivity } from './connectivity';
import { tellsNodes } from './nodes';

const synthesis = synthesise(team);

texts(synthesis);
connectivity(synthesis);
tellsNodes(synthesis);
