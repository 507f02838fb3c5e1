/** The ConfigMap with the certificates that the loaders trust. */
import { describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import type { LiveObject } from '../../lib/internal';
import { staging } from '../../overlays/staging';
import { adding, compared, said } from './support/declared';

describe('the CA bundle of the loaders', () => {
  const input: EnvironmentInput = {
    ...staging,
    cluster: { ...staging.cluster, downloads: { caBundle: { configMap: 'corp-ca', key: 'ca.crt' } } },
  };
  const place = 'staging.cluster.downloads.caBundle';
  const store: LiveObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'model-store' } };
  const bundle = (data: Readonly<Record<string, string>>): LiveObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'model-store', name: 'corp-ca' },
    data,
  });
  const about = (...objects: readonly LiveObject[]): readonly string[] =>
    said(input, adding(...objects)).filter((each) => each.startsWith(place));
  const fix = 'fix: kubectl -n model-store create configmap corp-ca --from-file=ca.crt=CERTIFICATES.pem';

  test('cannot be seen before its namespace is there', () => {
    expect(compared(input).unseen).toEqual([
      `${place}: whether ConfigMap model-store/corp-ca has the key 'ca.crt': the namespace does not exist yet, and loaders wait for it`,
    ]);
  });

  test('is missing, or lacks the key', () => {
    expect(about(store)).toEqual([
      `${place}: declared ConfigMap model-store/corp-ca with key 'ca.crt'; found none.\n  ${fix}\n  [PrerequisiteMissing]`,
    ]);
    expect(about(store, bundle({ 'tls.crt': '' }))).toEqual([
      `${place}: declared ConfigMap model-store/corp-ca with key 'ca.crt'; found the keys tls.crt.\n  ${fix}\n  [PrerequisiteDiffers]`,
    ]);
  });

  test('is there', () => {
    expect(about(store, bundle({ 'ca.crt': '' }))).toEqual([]);
  });
});
