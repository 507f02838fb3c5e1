/** The page of all error codes, and the page of the rules. */
import {
  catalogFaultCodes, constructFaultCodes, deliveryFaultCodes, discoverFaultCodes, environmentFaultCodes, exemptionFaultCodes, inventoryFaultCodes, kubernetesFaultCodes,
  planFaultCodes, preflightCodes, programFaultCodes, ruleCode, rules, sizingFaultCodes, type FaultTables,
} from '../../lib';
import { pulumiFaultCodes } from '../../deploy/pulumi/fault-codes';
import { bumpFaultCodes } from '../bump/fault-codes';
import { clusterFaultCodes } from '../cluster/fault-codes';
import { commandFaultCodes, outputFaultCodes } from '../command/fault-codes';
import { lockFaultCodes } from '../lock/fault-codes';
import { page, table } from './table';

/** Every table of codes: one that is missing here does not compile. */
const tables: FaultTables = {
  environment: environmentFaultCodes, sizing: sizingFaultCodes, plan: planFaultCodes, delivery: deliveryFaultCodes, preflight: preflightCodes, discover: discoverFaultCodes,
  inventory: inventoryFaultCodes,
  catalog: catalogFaultCodes, constructs: constructFaultCodes, kubernetes: kubernetesFaultCodes, programs: programFaultCodes, exemptions: exemptionFaultCodes,
  pulumi: pulumiFaultCodes, lock: lockFaultCodes, bump: bumpFaultCodes, cluster: clusterFaultCodes, command: commandFaultCodes, output: outputFaultCodes,
};

/** What the sections are called, in the order of the page. */
const titles: Readonly<Record<keyof FaultTables, string>> = {
  environment: 'An environment that cannot be read', catalog: 'The catalogue', sizing: 'A model whose memory cannot be computed', plan: 'A plan that cannot work',
  programs: 'Programs in pods', constructs: 'Constructs', kubernetes: 'Objects and amendments', exemptions: 'Exemptions from rules',
  output: 'Folders and revisions', delivery: 'GitOps', pulumi: 'Pulumi', preflight: 'A cluster that differs from its environment', discover: 'Discover',
  lock: 'Lock', bump: 'Bump', cluster: 'A cluster that cannot be read', inventory: 'An answer of a cluster that cannot be used', command: 'A command that cannot run',
};

const rows = (codes: Readonly<Record<string, string>>) => Object.entries(codes).sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, meaning]) => [`\`${code}\``, meaning]);

export const errorsPage = (): string => page(
  'Errors',
  'Every refusal ends in a stable code in brackets. This page says what each code means.',
  ...(Object.keys(titles) as (keyof FaultTables)[]).flatMap((name) => [`## ${titles[name]}`, table(['code', 'meaning'], rows(tables[name]))]),
  '## A manifest that breaks a rule',
  table(['code', 'promise'], rows(Object.fromEntries(rules.map((rule) => [ruleCode(rule), rule.promise])))),
);

export const rulesPage = (): string => page(
  'Rules',
  'What every rendered manifest satisfies before it leaves. An environment may exempt an object from a rule, with a reason; an exemption that nothing needs is refused.',
  table(['rule', 'promise', 'on a cluster'], rules.map(({ name, promise, cluster }) => [`\`${name}\``, promise, cluster])),
);
