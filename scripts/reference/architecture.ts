/** ARCHITECTURE.md: the folders with their imports, the pipeline, and the way of one value. */
import { markdownTable } from '../command/markdown-table';
import folders from './folders.json';
import { page } from './page';

interface Folder {
  readonly folder: string;
  /** What is in it, in one sentence. */
  readonly holds: string;
  readonly imports: readonly string[];
  /** Whether it imports `lib/synthesise.ts`. @default false */
  readonly synthesis?: boolean;
}

const pipeline = `\`\`\`
overlays/NAME.ts ─► environment ─► plan ─► charts of constructs ─► amendments ─► rules ─► synthesis
   (values)          (checked,    (fits,       (Kubernetes         (of the      (every      │
                    completed)   proven)        objects)            overlay)    manifest)   │
                         ▲          ▲                                                       │
                         └── catalog, engines, sizing                                       │
                                                                                            │
      ┌──────────────┬───────────────┬──────────────┬───────────────┬───────────────────────┘
      ▼              ▼               ▼              ▼               ▼
    render         delivery        deploy         diff          preflight
 dist/NAME/     Git repository     Pulumi     what changes     what the live
 for kubectl   of Flux, Argo CD    program    and restarts     cluster lacks
\`\`\``;

/** The way of one value, by the files that it passes. */
const way = [
  '`overlays/base.ts` has `contextLength: 8192` and `parallel: 4`. `overlays/production.ts` gives them to `llama-3-70b`.',
  '`lib/schema/workload.ts` checks that it is a whole number within the bounds of `lib/schema/bounds.ts`.',
  '`lib/engines/llama-server/conflicts/index.ts` compares it with the context that the model was trained for, and `maxOutputLength` with it.',
  '`lib/sizing/memory/run-shape.ts` computes 8192 cells in each of 4 streams, and `lib/sizing/memory/kv-cache.ts` 10 240 MiB of KV cache.',
  '`lib/plan/workloads/server.ts` checks that the GPUs of every pool have room for it. `lib/plan/placement` then proves that all pods find nodes.',
  '`lib/engines/llama-server/llama-server.ts` writes `--ctx-size 32768 --parallel 4`.',
  '`lib/charts/server.ts` gives the command line to `lib/constructs/serving/engine-workload.ts`, which draws the Deployment.',
  '`lib/rules/planned` refuses an amendment that changes the arguments after the plan.',
  '`lib/render/files.ts` writes the manifest: `dist/production/40-model-llama-3-70b.yaml`.',
];

const numbered = (lines: readonly string[]): string => lines.map((line, i) => `${i + 1}. ${line}`).join('\n');

const importsOf = ({ imports, synthesis = false }: Folder): string =>
  [...(synthesis ? ['a synthesis'] : []), ...imports.map((each) => `\`${each}\``)].join(', ') || 'no other folder';

export const architecturePage = (): string =>
  page(
    'Architecture',
    'An environment is a typed value. A pure function plans it, constructs draw the plan, charts group the constructs, and rules check the manifests. Only then is anything written.',
    pipeline,
    'Each step takes the result of the step before it and changes nothing else. Every fault of every environment is reported together, and if there is one, nothing is written.',
    '## The way of one value',
    'A field goes through these files, here `contextLength`, the tokens of one request:',
    numbered(way),
    '`npm run plan -- --env production --explain llama-3-70b` prints the numbers of this model with their reasons.',
    '## Top level',
    ...folders.top.map(({ folder, holds }) => `**\`${folder}/\`**: ${holds}`),
    '`main.ts` is `npm run synth` as a file, for `cdk8s synth`.',
    '## Folders of `lib`',
    'From the ground up. A folder imports only folders above it in this table: those in its last column. What other folders use of it, its `index.ts` exports, and nothing else is imported. There are no cycles, not even of types. dependency-cruiser checks this from the same table, `scripts/reference/folders.json`, in `npm run check`.',
    markdownTable(
      ['folder', 'what it holds', 'may import'],
      folders.lib.map((each: Folder) => [`\`${each.folder}\``, each.holds, importsOf(each)]),
    ),
    '`constructs` has a second file for others: `internal.ts`, for what the rest of `lib` uses beside the public constructs.',
    'Only `kubernetes/draw`, `constructs`, `charts` and the files that stand directly in `lib` import cdk8s.',
  );
