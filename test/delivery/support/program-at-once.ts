/**
 * The program as it is checked out, at the pace of simulated kubelets. The order of the imports is the order in which
 * they work.
 */
// oxlint-disable-next-line import/no-unassigned-import -- what it does is all that is wanted
import './at-once-from-here';
// oxlint-disable-next-line import/no-unassigned-import -- a program exports nothing
import '../../../deploy/pulumi/index';
