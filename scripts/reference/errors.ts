/** The page of all error codes, and the page of the rules. */
import { deliveryFaultCodes, environmentFaultCodes, planFaultCodes, ruleCode, rules, sizingFaultCodes } from '../../lib';
import { page, table } from './table';

/** Codes of the edges: commands, folders, the escape hatch. */
const edgeFaultCodes: Readonly<Record<string, string>> = {
  AmendmentChangesNothing: 'An amendment whose object is already as it says.',
  AmendmentMatchesNothing: 'An amendment of an object that does not exist.',
  AmendmentRenames: 'An amendment that changes what its object is known by.',
  ClusterNotNamed: 'A stack that is to be applied without saying to which cluster.',
  ClusterNotRead: 'A cluster that could not be read for a comparison.',
  FolderNotOurs: 'A folder with files that would be overwritten and that Corral did not write.',
  RevisionRefused: 'A revision of the overlays that does not synthesise.',
  StackSettingUnused: 'A setting of a Pulumi stack that its environment has no use for.',
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
  '## At the edges',
  table(['code', 'meaning'], rows(edgeFaultCodes)),
);

export const rulesPage = (): string => page(
  'Rules',
  'What every rendered manifest satisfies before it leaves. An environment may exempt an object from a rule, with a reason; an exemption that nothing needs is refused.',
  table(['rule', 'promise', 'on a cluster'], rules.map(({ name, promise, cluster }) => [`\`${name}\``, promise, cluster])),
);
