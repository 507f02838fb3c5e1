/** What an environment renders, as snapshots. A change here is a change in somebody's cluster: read it. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { toYaml, type Manifest, type Synthesis } from '../../lib';
import { withoutPrograms } from './readable';

/** Snapshots the whole text of every chart. */
export function texts({ name: title, charts }: Synthesis): void {
  describe(title, () => {
    test.each(charts.map(({ name, wave, manifests }) => [`wave ${wave}: ${name}`, manifests] as const))(
      '%s',
      (_, manifests) => {
        expect(toYaml(manifests.map(withoutPrograms))).toMatchSnapshot();
      },
    );
  });
}

/** Snapshots the whole text of all objects of a kind, for what no environment with whole texts has. */
export function textsOfKind({ charts }: Synthesis, kind: Manifest['kind']): void {
  test(`every ${kind}`, () => {
    const found = charts.flatMap(({ manifests }) => manifests.filter((each) => each.kind === kind));
    expect(toYaml(found)).toMatchSnapshot();
  });
}

/** `Deployment llm-serving/qwen 1f8c20d3a947`: the digest leaves annotations out, since they are prose for people. */
function indexLine(manifest: Manifest): string {
  const {
    metadata: { annotations: _annotations, ...metadata },
    ...rest
  } = manifest;
  const digest = createHash('sha256')
    .update(toYaml([{ ...rest, metadata }]))
    .digest('hex')
    .slice(0, 12);
  return `  ${manifest.kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name} ${digest}`;
}

/** Snapshots one line for each object. `npm run diff` shows what is behind a line that changes. */
export function index({ name: title, charts }: Synthesis): void {
  test(title, () => {
    const lines = charts.flatMap(({ name, wave, manifests }) => [`wave ${wave}: ${name}`, ...manifests.map(indexLine)]);
    expect(lines.join('\n')).toMatchSnapshot();
  });
}
