/** What a build of an engine offers, as a test of the engines saw it on the running program. */

/** One build, by its own account. */
export interface EngineOffers {
  readonly engine: 'llama-server' | 'ollama';
  /** `b11382`, or `0.34.2`. */
  readonly build: string;
  /** What `--help` prints, for Ollama of `serve`. */
  readonly help: readonly string[];
  /** Names of metrics. */
  readonly metrics: readonly string[];
  /** `POST /api/pull 400`: requests with an empty JSON object, and their answers. */
  readonly routes: readonly string[];
}

/** A flag or a variable, as the help describes it. */
export interface DescribedFlag {
  /** Every spelling, sorted. */
  readonly spellings: readonly string[];
  /** How the help writes its value. @default - it takes none */
  readonly value?: string;
  /** Environment variable that sets it too. */
  readonly variable?: string;
  /** What it is without being given, in the help's words. */
  readonly default?: string;
}

/** The column in which descriptions begin. */
const descriptionColumn = 40;

/** A line that begins with a flag: its spellings and value, and where the description begins. */
function head(line: string): { readonly text: string; readonly description: string } {
  const together = line.length > descriptionColumn && line[descriptionColumn - 1] === ' ';
  return together
    ? { text: line.slice(0, descriptionColumn).trim(), description: line.slice(descriptionColumn) }
    : { text: line.trim(), description: '' };
}

const spelled = /^-{1,2}[A-Za-z][\w.-]*$/;

function described(lines: readonly string[]): DescribedFlag {
  const { text, description } = head(lines[0] ?? '');
  const words = text.split(/,?\s+/);
  const spellings = words.filter((word) => spelled.test(word));
  const value = words.filter((word) => !spelled.test(word)).join(' ');
  const rest = [description, ...lines.slice(1).map((line) => line.trim())].join(' ');
  return {
    spellings: [...spellings].sort(),
    value: value === '' ? undefined : value,
    variable: /\(env: (\w+)\)/.exec(rest)?.[1],
    default: /\(default: ([^()]*(?:\([^()]*\)[^()]*)*)\)/.exec(rest)?.[1]?.trim(),
  };
}

/** The flags in the help of a llama-server, in its order. */
export function flagsIn(help: readonly string[]): readonly DescribedFlag[] {
  const starts = help.flatMap((line, index) => (/^-{1,2}[A-Za-z]/.test(line) ? [index] : []));
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? help.length;
    return described(help.slice(start, end).filter((line) => !line.startsWith('-----')));
  });
}

/** The variables in the help of `ollama serve`, in its order. */
export const variablesIn = (help: readonly string[]): readonly DescribedFlag[] =>
  help.flatMap((line): readonly DescribedFlag[] => {
    const [, name, text = ''] = /^\s+(OLLAMA_\w+|[A-Z]+(?:_[A-Z]+)+)\s+(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ spellings: [name], default: /\(default:? ([^()]*)\)/.exec(text)?.[1] }];
  });
