/**
 * The verdict: asks every rule and reports every finding that no exemption accepts. It never throws and never stops at
 * the first.
 */
import { fault, type Fault, type FaultCode } from '../core/fault';
import { childPath } from '../core/path';
import { suggest } from '../core/suggest';
import type { Exemption } from '../environment/environment';
import { title } from '../kubernetes/read/manifest';
import { evidenceOf } from './evidence';
import { fieldFindings, fieldTypes } from './identity/field-types';
import { rules as allRules } from './index';
import type { RuleInput } from './input';
import { asPlanned } from './planned';
import type { Finding, Rule } from './rule';

/**
 * Code of a rule's faults: `image-pinned` → `ImagePinned`. The reference lists it with the rule, so that it is in no
 * table.
 */
export const codeOf = ({ name }: Pick<Rule, 'name'>): FaultCode =>
  name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()) as FaultCode;

/** Identity of what an exemption speaks of. */
const claimed = (rule: string, object: string): string => `${rule} ${object}`;

function unused({ rule, object }: Exemption, i: number, environment: string, rules: readonly Rule[]): Fault {
  const names = rules.map(({ name }) => name);
  const place = childPath(environment, 'exemptions', i);
  if (!names.includes(rule)) {
    return fault('UnusedExemption', place, `no rule is called '${rule}'`, {
      'did you mean': suggest(rule, names),
      allowed: names,
    });
  }
  return fault('UnusedExemption', place, `rule '${rule}' has nothing to say about '${object}'`, {
    fix: 'remove the exemption, or name the object as the finding does: `kind namespace/name`',
  });
}

/** Whether a path leads to a field, or into it. */
const isInside = (path: string, field: string): boolean =>
  path.startsWith(field) && /^$|^[.[]/.test(path.slice(field.length));

/** Whether one finding is about a field of the other: a rule that says more about it is enough. */
const isSamePlace = (a: Finding, b: Finding): boolean =>
  a.manifest === b.manifest && (isInside(a.field, b.field) || isInside(b.field, a.field));

const faultOf = (rule: Rule, { manifest, field, found, fix }: Finding, environment: string): Fault =>
  fault(codeOf(rule), `${environment}: ${title(manifest)} ${field}`, found, { fix });

/**
 * Judges the manifests of one environment.
 *
 * @param exemptions - findings that are accepted, by rule and object; one that nothing needs is a fault too
 * @returns every fault, in the order of the rules; none when the manifests keep all of them
 */
export function judge(
  input: RuleInput,
  exemptions: readonly Exemption[],
  rules: readonly Rule[] = allRules,
): readonly Fault[] {
  const environment = input.plan.environment.name;
  const fields = rules.includes(fieldTypes)
    ? fieldFindings(input.charts.flatMap(({ manifests }) => manifests))
    : undefined;
  const broken = fields?.unreadable ?? [];
  // What cannot be read would only lead to further faults that are none.
  if (broken.length > 0) return broken.map((finding) => faultOf(fieldTypes, finding, environment));
  const evidence = evidenceOf(input);
  const accepted = new Map(exemptions.map(({ rule, object }, i) => [claimed(rule, object), i] as const));
  const used = new Set<number>();
  const isAccepted = (rule: Rule, { manifest }: Finding): boolean => {
    const exemption = accepted.get(claimed(rule.name, title(manifest)));
    if (exemption !== undefined) used.add(exemption);
    return exemption !== undefined;
  };
  const reported: Finding[] = [];
  const findingsOf = (rule: Rule): readonly Finding[] => {
    const findings = (rule === fieldTypes ? fields?.unknown : undefined) ?? rule.check(evidence);
    if (rule === asPlanned) return findings.filter((finding) => !reported.some((each) => isSamePlace(each, finding)));
    reported.push(...findings);
    return findings;
  };
  const faults = rules.flatMap((rule) =>
    findingsOf(rule)
      .filter((finding) => !isAccepted(rule, finding))
      .map((finding) => faultOf(rule, finding, environment)),
  );
  return [
    ...faults,
    ...exemptions.flatMap((exemption, i) => (used.has(i) ? [] : [unused(exemption, i, environment, rules)])),
  ];
}
