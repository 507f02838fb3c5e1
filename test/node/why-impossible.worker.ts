/** Prints why this machine cannot run real nodes; nothing when it can. */
import { whyImpossible } from './stand/possible';

process.stdout.write(whyImpossible() ?? '');
