/** Refuses extended resources in a LimitRange: even a `max` becomes a default, and puts a GPU into every container. */
import type { Evidence } from '../evidence';
import { orNone } from '../lists';
import { shown, type Finding, type Rule } from '../rule';

const fields = ['default', 'defaultRequest', 'max', 'maxLimitRequestRatio', 'min'] as const;

function check({ of }: Evidence): Finding[] {
  return of('LimitRange').flatMap(({ manifest, body }) =>
    orNone(body.spec?.limits).flatMap((limit, i) =>
      fields.flatMap((field) =>
        Object.entries(limit[field] ?? {})
          .filter(([resource]) => resource.includes('/'))
          .map(([resource, value]): Finding => ({
            manifest,
            field: `spec.limits[${i}].${field}['${resource}']`,
            found: `${shown(value)} reaches every container that does not ask for ${resource}`,
            fix: 'remove it; a ValidatingAdmissionPolicy caps GPUs per pod',
          })),
      ),
    ),
  );
}

export const noGpuInLimitRange: Rule = {
  name: 'no-gpu-in-limit-range',
  promise: 'No LimitRange sets GPUs.',
  cluster: 'The server takes it and defaults a GPU into every container, which is shown with a pod that asks for none.',
  check,
};
