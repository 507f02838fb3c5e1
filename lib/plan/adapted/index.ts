/** What an environment states beside its models and nodes: what it adds, changes, exempts and takes from elsewhere. */
export { adaptations } from './adaptations';
