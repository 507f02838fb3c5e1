/** The page of all error codes, and the page of the rules. */
import {
  catalogFaultCodes,
  constructFaultCodes,
  deliveryFaultCodes,
  discoverFaultCodes,
  environmentFaultCodes,
  exemptionFaultCodes,
  ggufFaultCodes,
  inventoryFaultCodes,
  kubernetesFaultCodes,
  planFaultCodes,
  preflightCodes,
  programFaultCodes,
  ruleCode,
  rules,
  sizingFaultCodes,
  type FaultTables,
} from '../../lib/internal';
import { pulumiFaultCodes } from '../../deploy/pulumi/fault-codes';
import { bumpFaultCodes } from '../bump/fault-codes';
import { clusterFaultCodes } from '../cluster/fault-codes';
import { commandFaultCodes, outputFaultCodes } from '../command/fault-codes';
import { keyFaultCodes } from '../key/fault-codes';
import { restoreFaultCodes } from '../restore/fault-codes';
import { lockFaultCodes } from '../lock/fault-codes';
import { measureFaultCodes } from '../measure/fault-codes';
import { markdownTable } from '../command/markdown-table';
import { page } from './page';

/** Every table of codes: one that is missing here does not compile. */
const tables: FaultTables = {
  environment: environmentFaultCodes,
  gguf: ggufFaultCodes,
  sizing: sizingFaultCodes,
  plan: planFaultCodes,
  delivery: deliveryFaultCodes,
  preflight: preflightCodes,
  discover: discoverFaultCodes,
  inventory: inventoryFaultCodes,
  catalog: catalogFaultCodes,
  constructs: constructFaultCodes,
  kubernetes: kubernetesFaultCodes,
  programs: programFaultCodes,
  exemptions: exemptionFaultCodes,
  pulumi: pulumiFaultCodes,
  lock: lockFaultCodes,
  key: keyFaultCodes,
  restore: restoreFaultCodes,
  measure: measureFaultCodes,
  bump: bumpFaultCodes,
  cluster: clusterFaultCodes,
  command: commandFaultCodes,
  output: outputFaultCodes,
};

/** What the sections are called, in the order of the page. */
const titles: Readonly<Record<keyof FaultTables, string>> = {
  environment: 'An environment that cannot be read',
  catalog: 'The catalogue',
  gguf: 'The file of a model',
  sizing: 'A model whose memory cannot be computed',
  plan: 'A plan that cannot work',
  programs: 'Programs in pods',
  constructs: 'Constructs',
  kubernetes: 'Objects and amendments',
  exemptions: 'Exemptions from rules',
  output: 'Folders and revisions',
  delivery: 'GitOps',
  pulumi: 'Pulumi',
  preflight: 'A cluster that differs from its environment',
  discover: '`npm run discover`',
  lock: '`npm run lock`',
  measure: '`npm run measure`',
  key: '`npm run key`',
  restore: '`npm run restore`',
  bump: '`npm run bump`',
  cluster: 'A cluster that cannot be read or changed',
  inventory: 'An answer of a cluster that cannot be used',
  command: 'A command that cannot run',
};

const rows = (codes: Readonly<Record<string, string>>) =>
  Object.entries(codes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, meaning]) => [`\`${code}\``, meaning]);

export const errorsPage = (): string =>
  page(
    'Errors',
    'Every error message ends with a code in brackets. This page says what each code means. Codes do not change.',
    ...(Object.keys(titles) as (keyof FaultTables)[]).flatMap((name) => [
      `## ${titles[name]}`,
      markdownTable(['code', 'meaning'], rows(tables[name])),
    ]),
    '## A manifest that breaks a rule',
    markdownTable(
      ['code', 'what the rule checks'],
      rows(Object.fromEntries(rules.map((rule) => [ruleCode(rule), rule.promise]))),
    ),
  );

export const rulesPage = (): string =>
  page(
    'Rules',
    'Synth checks every rendered manifest with these rules. An environment can exempt an object from a rule, with a reason (`exemptions`); an exemption that is not needed is refused.',
    markdownTable(
      ['rule', 'what it checks', 'what a cluster does without it'],
      rules.map(({ name, promise, cluster }) => [`\`${name}\``, promise, cluster]),
    ),
  );
