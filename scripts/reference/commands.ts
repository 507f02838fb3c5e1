/** The page of all commands: usage, options, exit codes and examples, from the table that parses them. */
import { exitsOf, optionForm, usageOf, type CommandLine } from '../command/line';
import { commandLines } from './command-lines';
import { page, table } from './table';

function section(line: CommandLine): readonly string[] {
  const { name, does, arguments: words, options, examples } = line;
  const rows = [
    ...(words === undefined ? [] : [[`\`${words.form}\``, words.text]]),
    ...Object.entries(options).map(([option, each]) => [`\`${optionForm(option, each)}\``, each.text]),
    ['`--help`', 'print this'],
  ];
  return [
    `## \`npm run ${name}\``,
    does,
    `\`\`\`\n${usageOf(line)}\n\`\`\``,
    table(['option', 'what it does'], rows),
    table(['exit code', 'meaning'], exitsOf(line).map(([code, text]) => [`${code}`, text])),
    `Examples:\n\n\`\`\`sh\n${examples.join('\n')}\n\`\`\``,
  ];
}

const about = `Options stand after \`--\`, which npm needs: \`npm run synth -- --env local\`. Every command prints this with \`--help\`.

Exit codes are the same for all of them: 0 nothing to report · 1 differs, or out of date · 2 refused: faults · 3 cannot run: usage, unreadable input or missing tool.
Colours and widths follow the terminal: \`NO_COLOR=1\` turns colours off, \`FORCE_COLOR=1\` turns them on, \`COLUMNS\` sets the width. A file or a pipe gets plain text.`;

export const commandsPage = (): string => page('Commands', about, ...commandLines.flatMap(section));
