/** The dashboards of an environment. */
import type { Plan } from '../../plan';
import { cost } from './cost';
import { dashboard, type DashboardInput, type DashboardName } from './dashboard';
import { gateway } from './gateway';
import { gpus } from './gpus';
import type { GrafanaDashboard } from './grafana';
import { models } from './models';
import { network } from './network';
import { platform } from './platform';
import { store } from './store';

const all: readonly ((plan: Plan) => DashboardInput | undefined)[] = [
  platform,
  models,
  gateway,
  gpus,
  store,
  network,
  cost,
];

/** Dashboards by the name of each; those without anything to show are left out. */
export const dashboards = (plan: Plan): ReadonlyMap<DashboardName, GrafanaDashboard> =>
  new Map(
    all.flatMap((draw) => {
      const input = draw(plan);
      return input === undefined ? [] : [[input.name, dashboard(plan.environment.name, input)] as const];
    }),
  );
