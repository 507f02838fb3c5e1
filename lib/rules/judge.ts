/**
 * The verdict: asks every rule and reports every finding that no exemption accepts. It never throws and never stops at
 * the first.
 */
import { childPath, fault, type Fault, type FaultCode, suggest } from '../core';
import type { Exemption } from '../environment';
import { lastingTitle } from '../kubernetes/draw';
import { type Manifest, title } from '../kubernetes/read';
import { evidenceOf } from './evidence';
import { fieldFindings, fieldTypes } from './identity/field-types';
import { rules as allRules } from './all';
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

/** What an exemption may call an object: by its name, or by its name without the hash of its content. */
const namesIn = (manifest: Manifest): readonly string[] => [title(manifest), lastingTitle(manifest)];

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

/** A rule, and a place that breaks it. */
interface Broken {
  readonly rule: Rule;
  readonly finding: Finding;
}

/** Everything that breaks a rule. */
interface AllBroken {
  /** Values that cannot be read. While there is one, no other rule is asked: what it says would be wrong. */
  readonly unreadable: readonly Broken[];
  readonly broken: readonly Broken[];
}

function brokenIn(input: RuleInput, rules: readonly Rule[]): AllBroken {
  const fields = rules.includes(fieldTypes)
    ? fieldFindings(input.charts.flatMap(({ manifests }) => manifests))
    : undefined;
  const unreadable = (fields?.unreadable ?? []).map((finding) => ({ rule: fieldTypes, finding }));
  if (unreadable.length > 0) return { unreadable, broken: [] };
  const evidence = evidenceOf(input);
  const reported: Finding[] = [];
  const findingsOf = (rule: Rule): readonly Finding[] => {
    const findings = (rule === fieldTypes ? fields?.unknown : undefined) ?? rule.check(evidence);
    if (rule === asPlanned) return findings.filter((finding) => !reported.some((each) => isSamePlace(each, finding)));
    reported.push(...findings);
    return findings;
  };
  return { unreadable, broken: rules.flatMap((rule) => findingsOf(rule).map((finding) => ({ rule, finding }))) };
}

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
  const { unreadable, broken } = brokenIn(input, rules);
  if (unreadable.length > 0) return unreadable.map(({ rule, finding }) => faultOf(rule, finding, environment));
  const accepted = new Map(exemptions.map(({ rule, object }, i) => [claimed(rule, object), i] as const));
  const used = new Set<number>();
  const isAccepted = ({ rule, finding: { manifest } }: Broken): boolean => {
    const exemption = namesIn(manifest).map((name) => accepted.get(claimed(rule.name, name)));
    const found = exemption.find((each) => each !== undefined);
    if (found !== undefined) used.add(found);
    return found !== undefined;
  };
  return [
    ...broken.filter((each) => !isAccepted(each)).map(({ rule, finding }) => faultOf(rule, finding, environment)),
    ...exemptions.flatMap((exemption, i) => (used.has(i) ? [] : [unused(exemption, i, environment, rules)])),
  ];
}

/**
 * Judges the objects of one chart, beside those that it refers to.
 *
 * @param chart - name of the chart, which is among those of `input`
 * @param exemptions - of the whole environment: what is said of other charts is not looked at
 * @returns every fault of an object of this chart, in the order of the rules
 */
export function judgeChart(input: RuleInput, chart: string, exemptions: readonly Exemption[]): readonly Fault[] {
  const own = new Set(input.charts.find(({ name }) => name === chart)?.manifests);
  const accepted = new Set(exemptions.map(({ rule, object }) => claimed(rule, object)));
  const { unreadable, broken } = brokenIn(input, allRules);
  return [
    ...unreadable,
    ...broken.filter(
      ({ rule, finding }) => !namesIn(finding.manifest).some((name) => accepted.has(claimed(rule.name, name))),
    ),
  ]
    .filter(({ finding }) => own.has(finding.manifest))
    .map(({ rule, finding }) => faultOf(rule, finding, input.plan.environment.name));
}
