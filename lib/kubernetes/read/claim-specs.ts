/** What claims and their templates ask for, among the manifests that have them. */
import type { ClaimSpecOf } from './claimed-devices';
import { isKind } from './is-kind';
import type { Manifest } from './manifest';

/** Reads the claims and templates of one namespace. */
export function claimSpecsIn(manifests: readonly Manifest[], namespace: string): ClaimSpecOf {
  return (kind, name) => {
    const found = manifests.find(
      (manifest) =>
        manifest.kind === kind && manifest.metadata.name === name && (manifest.metadata.namespace ?? '') === namespace,
    );
    if (found === undefined) return undefined;
    if (isKind(found, 'ResourceClaimTemplate')) return found.spec?.spec;
    return isKind(found, 'ResourceClaim') ? found.spec : undefined;
  };
}
