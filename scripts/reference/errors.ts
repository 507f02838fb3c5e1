/** The page of all error codes, and the page of the rules. */
import { deliveryFaultCodes, discoverFaultCodes, environmentFaultCodes, planFaultCodes, preflightCodes, ruleCode, rules, sizingFaultCodes } from '../../lib';
import { page, table } from './table';

/** Codes of the edges: commands, folders, the escape hatch. */
const edgeFaultCodes: Readonly<Record<string, string>> = {
  AmendmentChangesNothing: 'An amendment whose object is already as it says.',
  AmendmentMatchesNothing: 'An amendment of an object that does not exist.',
  AmendmentNotJson: 'An amendment with a value that JSON cannot carry.',
  AmendmentRenames: 'An amendment that changes what its object is known by.',
  ClusterNotNamed: 'A stack that is to be applied without saying to which cluster.',
  CertificateRefused: 'A cluster or a user whose certificate the other does not take.',
  ClusterNotRead: 'A cluster that could not be read, in the words of kubectl.',
  ClusterUnreachable: 'A cluster that does not answer.',
  CredentialsRefused: 'A cluster that does not know who asks: a token that has expired, or is none.',
  FolderNotOurs: 'A folder with files that would be overwritten and that Corral did not write.',
  KubeconfigNotRead: 'A kubeconfig that is not there, or is none.',
  KubectlMissing: 'No kubectl, by which clusters are read.',
  RevisionRefused: 'A revision of the overlays that does not synthesise.',
  RightsMissing: 'A list that the cluster does not let this user read.',
  StackSettingUnused: 'A setting of a Pulumi stack that its environment has no use for.',
  UnknownContext: 'A context that the kubeconfig does not have.',
  UnknownEnvironment: 'An environment that no overlay defines.',
  UnknownSide: 'A side of a comparison that is neither environment, revision, folder nor cluster.',
  UnusedExemption: 'An exemption that no finding needs.',
};

const rows = (codes: Readonly<Record<string, string>>) => Object.entries(codes).sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, meaning]) => [`\`${code}\``, meaning]);

export const errorsPage = (): string => page(
  'Errors',
  'Every refusal ends in a stable code in brackets: what it means.',
  '## An environment that cannot be read',
  table(['code', 'meaning'], rows(environmentFaultCodes)),
  '## A model whose memory cannot be computed',
  table(['code', 'meaning'], rows(sizingFaultCodes)),
  '## A plan that cannot work',
  table(['code', 'meaning'], rows(planFaultCodes)),
  '## A manifest that breaks a rule',
  table(['code', 'promise'], rows(Object.fromEntries(rules.map((rule) => [ruleCode(rule), rule.promise])))),
  '## A delivery that is refused',
  table(['code', 'meaning'], rows(deliveryFaultCodes)),
  '## A cluster that differs from its environment',
  table(['code', 'meaning'], rows(preflightCodes)),
  '## At the edges',
  table(['code', 'meaning'], rows({ ...edgeFaultCodes, ...discoverFaultCodes })),
);

export const rulesPage = (): string => page(
  'Rules',
  'What every rendered manifest satisfies before it leaves. An environment may exempt an object from a rule, with a reason; an exemption that nothing needs is refused.',
  table(['rule', 'promise', 'on a cluster'], rules.map(({ name, promise, cluster }) => [`\`${name}\``, promise, cluster])),
);
