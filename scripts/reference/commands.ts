/** The page of all commands: usage, options, exit codes and examples, from the table that parses them. */
import { exitMeanings, exitsOf, optionForm, usageOf, type CommandLine } from '../command/line';
import { line as fuzz } from '../../test/fuzz/options';
import { commandLines } from '../command-lines';
import { markdownTable } from '../command/markdown-table';
import { page } from './page';

function section(line: CommandLine): readonly string[] {
  const { name, does, arguments: words, options, examples, more } = line;
  const rows = [
    ...(words === undefined ? [] : [[`\`${words.form}\``, words.text]]),
    ...Object.entries(options).map(([option, each]) => [`\`${optionForm(option, each)}\``, each.text]),
    ['`-h`, `--help`', 'print this'],
  ];
  return [
    `## \`npm run ${name}\``,
    does,
    `\`\`\`\n${usageOf(line)}\n\`\`\``,
    markdownTable(['option', 'what it does'], rows),
    markdownTable(
      ['exit code', 'meaning'],
      exitsOf(line).map(([code, text]) => [`${code}`, text]),
    ),
    `Examples:\n\n\`\`\`sh\n${examples.join('\n')}\n\`\`\``,
    ...(more === undefined ? [] : [more]),
  ];
}

const about = `Options stand after \`--\`, which npm needs: \`npm run synth -- --env local\`. Every command prints its part of this page with \`-- --help\` (without \`--\`, npm prints its own help).

Exit codes are the same for all of them: ${Object.entries(exitMeanings)
  .map(([code, text]) => `${code} ${text}`)
  .join(' · ')}.
Colours and widths follow the terminal: \`NO_COLOR=1\` turns colours off, \`FORCE_COLOR=1\` turns them on, \`COLUMNS\` sets the width. A file or a pipe gets plain text.`;

/** Scripts of `package.json` that are commands of other tools, with the tool that reads their options. */
const others: readonly (readonly [string, string, string])[] = [
  ['`npm run check`', 'types, lint, imports between folders, dead code, the pages of this folder, and the API', 'none'],
  ['`npm run build`', 'bundles the package into `build/`', 'none'],
  ['`npm run api`', 'records the API of the package in `etc/`', 'none'],
  ['`npm run format`', 'corrects what the linter can', 'oxlint'],
  ['`npm test`', 'unit, property and snapshot tests; `RUNS=100` draws more', 'jest'],
  ['`npm run test:programs`', 'programs of containers, commands and workflow steps as processes', 'jest'],
  [
    '`npm run test:cluster`',
    'every environment on a real control plane with simulated nodes; `ENVIRONMENTS=2000` and `FLEETS=200` draw more',
    'jest',
  ],
  ['`npm run test:node`', 'the rendered pods on real nodes; `LONG=1` runs what takes long', 'jest'],
  ['`npm run test:delivery`', 'Pulumi, Flux, Argo CD and preflight on real components', 'jest'],
  [
    '`npm run test:operations`',
    'cert-manager, External Secrets, Prometheus, restic, PostgreSQL and Valkey with what is rendered for them',
    'jest',
  ],
  [
    '`npm run test:engines`',
    'rendered command lines on the real llama-server and Ollama; `-- --full` runs every combination',
    'jest',
  ],
  [
    '`npm run test:gateway`',
    'the real Envoy and the policy before real engines; `LONG=1` runs what takes long',
    'jest',
  ],
  [
    '`npm run test:keda`',
    'the real KEDA, with Prometheus before the gateway and engines; KEDA takes half an hour to build',
    'jest',
  ],
  ['`npm run test:versions`', 'every environment on the API servers of Kubernetes 1.33 and 1.37', 'jest'],
  ['`npm run test:pages`', 'the pages of `corral report` in a real Chromium without a network', 'jest'],
  ['`npm run test:package`', 'the package as a user installs it, and the projects of `examples/`', 'jest'],
  ['`npm run mutate`', 'whether tests notice a weakened rule or comparison; hours', 'stryker'],
  ['`npm run bench:gateway`', 'what the policy of a gateway costs, beside Envoy without it', 'jest'],
  ['`npm run bench:pulumi`', 'a Pulumi stack compared with kubectl', 'jest'],
];

const othersSection: readonly string[] = [
  '## Commands of other tools',
  'They end with 0 when all is well and with another code when not. `-- --help` prints the options of the tool: `npm test -- --help`.',
  markdownTable(['command', 'what it does', 'options of'], others),
];

/** `fuzz` is a test, and a command like the others. */
const lines: readonly CommandLine[] = [...Object.values(commandLines), fuzz];

export const commandsPage = (): string => page('Commands', about, ...lines.flatMap(section), ...othersSection);
