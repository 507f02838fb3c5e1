/** What is proven of an environment, in one line each, with its reason. */
import { counted } from '../../core';
import { quotaUses, weakened } from '../../plan';
import type { Facts } from '../facts';
import { figure, name, sentence } from '../html/figure';
import { former } from '../former';
import { type Content, formerMarkup, markup, joined, type Markup, plainText } from '../html/markup';
import { pointer } from '../html/pointer';
import { longest } from '../longest';

interface Verdict {
  /** Id of the section that shows it. */
  readonly section: string;
  readonly title: string;
  /** Whether it holds without a limit, which the reason then states. */
  readonly holds: boolean;
  readonly because: Content;
}

const names = (list: readonly string[]): Markup => joined(list.map(name), ', ');

function fits({ plan }: Facts): Verdict {
  const { placement } = plan;
  const waiting = placement.scaleUps.filter(({ verdict }) => verdict === 'waits').map(({ workload }) => workload);
  return {
    section: plan.pools.some(({ pool }) => pool.gpu !== undefined) ? 'gpus' : 'hosts',
    title: 'Every pod fits',
    holds: waiting.length === 0,
    because:
      waiting.length === 0
        ? 'All required pods fit, in any order in which the scheduler places them.'
        : markup`All required pods fit. At their maximum, some pods of ${names(waiting)} wait for room.`,
  };
}

function rollouts({ plan: { servers, placement } }: Facts): Verdict {
  const away = servers.filter(
    ({ replacement }) => replacement.by === 'deployment' && replacement.rollout.value.type === 'Recreate',
  );
  const displacing = placement.rollouts.filter(({ displaces }) => displaces.length > 0);
  return {
    section: 'rollouts',
    title: 'Every rollout finishes',
    holds: away.length === 0 && displacing.length === 0,
    because: [
      away.length === 0
        ? 'No model is away while it changes.'
        : markup`${names(away.map(({ workload }) => workload.key))} is away while it changes: there is no room for a
          second pod.`,
      displacing.length === 0
        ? ''
        : markup` A rollout of ${names(displacing.map(({ workload }) => workload))} may preempt pods of lower priority.`,
    ],
  };
}

/** Nodes that a verdict names; of more, the pool is enough. */
const fewNodes = 3;

const nodeOf = (nodeNames: readonly string[] = [], pool: string): Markup =>
  nodeNames.length === 0 || nodeNames.length > fewNodes
    ? markup`of a node of pool ${name(pool)}`
    : markup`of ${joined(nodeNames.map(name), ' or ')}`;

function drains({ plan: { placement, environment } }: Facts): Verdict {
  const outages = placement.drains.filter(({ verdict }) => verdict === 'outage');
  return {
    section: 'drains',
    title: 'Nodes can be drained',
    holds: outages.length === 0,
    because:
      outages.length === 0
        ? 'Every pod of a drained node finds room on another one.'
        : markup`Until a drained node is back, pods are without room: ${joined(
            outages.map(
              ({ pool, outage }) =>
                markup`of ${names(outage.map(({ workload }) => workload))} after a drain ${nodeOf(environment.nodePools[pool]?.nodeNames, pool)}`,
            ),
            '; ',
          )}.`,
  };
}

function spotLoss({ plan: { placement } }: Facts): Verdict {
  const stopped = [...new Set(placement.spotLosses.flatMap((each) => each.stopped))];
  return {
    section: 'drains',
    title: 'Spot nodes may go',
    holds: stopped.length === 0,
    because:
      placement.spotLosses.length === 0
        ? 'No model needs spot nodes.'
        : stopped.length === 0
          ? 'Every model stays served when all spot nodes go at once.'
          : markup`When they go, ${names(stopped)} is away until nodes return.`,
  };
}

function reachability({ matrix, plan }: Facts): Verdict {
  const engines = new Set(plan.servers.map(({ workload }) => workload.engine));
  const isEngine = (component: string | undefined): boolean => component !== undefined && engines.has(component);
  const sources = new Set(matrix.connections.filter(({ to }) => isEngine(to.component)).map(({ from }) => from.name));
  const half = weakened(plan.environment).length > 0;
  return {
    section: 'reachability',
    title: 'Only stated connections are allowed',
    holds: !half,
    because: [
      sources.size === 0
        ? 'No pod may send a request to an engine.'
        : markup`Engines are reached from ${names([...sources])}, and from nowhere else.`,
      half ? ' Pods of others in the same namespace keep their own rules.' : '',
    ],
  };
}

function quota({ plan }: Facts): Verdict {
  const short = quotaUses(plan).filter(({ needed, left }) => needed > left);
  return {
    section: 'hosts',
    title: 'Quotas allow it',
    holds: short.length === 0,
    because: 'The quota has room for all pods, and for those that a rollout or a drain adds for a while.',
  };
}

function store({ plan: { store: planned, environment } }: Facts): Verdict {
  const isKnown = environment.cluster.weights.kind !== 'existing';
  return {
    section: 'hosts',
    title: 'The store has room',
    holds: true,
    because: isKnown
      ? markup`${figure('gib', planned.needed.value, pointer('store', 'needed', 'value'))} of
        ${figure('gib', planned.capacity, pointer('store', 'capacity'))}:
        ${sentence(planned.needed.because, pointer('store', 'needed', 'because'))}`
      : 'The files are on a claim that exists, and are read from there.',
  };
}

function budgets({ plan: { servers } }: Facts): Verdict {
  const slowest = longest(servers, ({ budgets: { staging, startup } }) => staging.value + startup.value);
  const patient = longest(servers, ({ budgets: { grace } }) => grace.value);
  const at = (index: number, ...keys: readonly string[]) => pointer('servers', index, 'budgets', ...keys, 'value');
  return {
    section: 'times',
    title: 'Times follow from sizes',
    holds: true,
    because:
      slowest === undefined || patient === undefined
        ? 'No model is served.'
        : markup`The slowest start is that of ${name(slowest.item.workload.key)}:
          ${figure('time', slowest.value, `${at(slowest.index, 'staging')} + ${at(slowest.index, 'startup')}`)}. The
          longest end is that of ${name(patient.item.workload.key)}:
          ${figure('time', patient.value, at(patient.index, 'grace'))}.`,
  };
}

const verdicts = [fits, rollouts, drains, spotLoss, reachability, quota, store, budgets] as const;

const markText = ({ holds }: Verdict): string => (holds ? '✓ holds' : '! limited');

/** How many hold. */
const heading = (all: number, limited: number): Markup =>
  limited === 0
    ? markup`What is proven: all ${name(`${all}`)} statements, without a limit`
    : markup`What is proven: ${name(`${all - limited}`)} of ${name(counted(all, 'statement'))} without a limit, ${name(`${limited}`)} with a limit`;

/** What the verdict was, where it or its reason was another one. */
function formerly(now: Verdict, was: Verdict | undefined): Content {
  if (was === undefined || (was.holds === now.holds && plainText(was.because) === plainText(now.because))) return '';
  return markup`<p class="was"><del>before: ${markText(was)}</del> ${formerMarkup(was.because)}</p>`;
}

/** The verdicts as a list. */
export function verdictList(facts: Facts): Markup {
  const all = verdicts.map((verdict) => ({ now: verdict(facts), was: former(facts, verdict) }));
  const changes = all.map(({ now, was }) => formerly(now, was));
  return markup`<h2>${heading(all.length, all.filter(({ now }) => !now.holds).length)}</h2>${
    facts.before?.facts !== undefined && changes.every((each) => each === '')
      ? markup`<p class="same">No verdict changes.</p>`
      : ''
  }<ul class="verdicts" id="verdicts">${all.map(
    ({ now }, i) =>
      markup`<li class="${now.holds ? 'holds' : 'limited'}"><span class="mark">${markText(now)}</span> <a href="#${now.section}">${now.title}</a> <span>${now.because}</span>${changes[i]}</li>`,
  )}</ul>`;
}
