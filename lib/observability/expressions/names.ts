/** The names of series in the text of an expression. Prometheus itself parses expressions in the tests on it. */

/** Words between operands, and those that take a list of labels. */
const operators = ['and', 'or', 'unless', 'bool', 'offset', 'atan2', 'inf', 'nan', 'start', 'end'];
const beforeLabels = ['by', 'without', 'on', 'ignoring', 'group_left', 'group_right'];

const identifier = /[a-zA-Z_:][a-zA-Z0-9_:]*/g;

/** Without texts, matchers, windows and lists of labels: what is left are names, functions, operators and numbers. */
const bare = (expression: string): string =>
  expression
    .replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""')
    .replaceAll(/\{[^}]*\}/g, ' ')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(new RegExp(`\\b(${beforeLabels.join('|')})\\s*\\([^)]*\\)`, 'gi'), ' ')
    .replaceAll(/(?<![a-zA-Z0-9_:])\d[\w.]*(?:[eE][+-]?\d+)?/g, ' ');

/** Names of series in an expression, each once, in their order. */
export function seriesIn(expression: string): readonly string[] {
  const text = bare(expression);
  const names = [...text.matchAll(identifier)].flatMap(({ 0: word, index }) => {
    const isCalled = /^\s*\(/.test(text.slice(index + word.length));
    const known = [...operators, ...beforeLabels].includes(word.toLowerCase());
    const isAggregation = /^(sum|min|max|avg|count|topk|bottomk|quantile|stddev|stdvar|group|count_values)$/.test(word);
    return isCalled || known || isAggregation ? [] : [word];
  });
  return [...new Set(names)];
}
