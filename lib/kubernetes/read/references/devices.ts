/** What claims of devices refer to: the class of each request. */
import type { ResourceClaimSpec } from '../../kinds';
import { isKind } from '../is-kind';
import type { Manifest } from '../manifest';
import type { Reference } from './reference';

function ofSpec({ devices }: ResourceClaimSpec, at: string): readonly Reference[] {
  return (devices?.requests ?? []).flatMap(({ exactly, firstAvailable }, i) => {
    const field = `${at}.devices.requests[${i}]`;
    return [
      ...(exactly === undefined ? [] : [{ field: `${field}.exactly.deviceClassName`, name: exactly.deviceClassName }]),
      ...(firstAvailable ?? []).map(({ deviceClassName: name }, j) => ({
        field: `${field}.firstAvailable[${j}].deviceClassName`,
        name,
      })),
    ].map((found) => ({ ...found, kind: 'DeviceClass', namespace: '', gates: true }));
  });
}

/** References of a claim, or of the template of claims. */
export function deviceReferences(manifest: Manifest): readonly Reference[] {
  if (isKind(manifest, 'ResourceClaimTemplate')) return ofSpec(manifest.spec?.spec ?? {}, 'spec.spec');
  return isKind(manifest, 'ResourceClaim') ? ofSpec(manifest.spec ?? {}, 'spec') : [];
}
