/** The program as it is checked out, at the pace of simulated kubelets. The order of the imports is the order in which they work. */
import './at-once-from-here';
import '../../../deploy/pulumi/index';
