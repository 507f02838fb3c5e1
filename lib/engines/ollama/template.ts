/** Whether a Go template can be read: its actions and blocks are closed. What is inside them, Ollama checks. */

/** A comment, in which quotes mean nothing. */
const comment = /\{\{(?:- )?\/\*[^]*?\*\/(?: -)?\}\}/y;
/** An action, with texts in quotes, in which braces mean nothing. */
const action = /\{\{(?:"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'|(?!\}\})[^"'`])*\}\}/y;

const opening = /^\{\{-?\s*(?:if|range|with|block|define)\b/;
const closing = /^\{\{-?\s*end\b/;

/** What a pattern matches at a place of a text. */
function matchAt(pattern: RegExp, text: string, place: number): string | undefined {
  pattern.lastIndex = place;
  return pattern.exec(text)?.[0];
}

/** What is wrong with a template; `undefined` where nothing is. */
export function templateProblem(template: string): string | undefined {
  let open = 0;
  for (let at = template.indexOf('{{'); at !== -1;) {
    const text = matchAt(comment, template, at) ?? matchAt(action, template, at);
    if (text === undefined) return 'an action that begins with {{ does not end with }}';
    if (opening.test(text)) open += 1;
    else if (closing.test(text)) open -= 1;
    if (open < 0) return 'an {{ end }} closes no block';
    at = template.indexOf('{{', at + text.length);
  }
  return open === 0 ? undefined : `${open === 1 ? 'a block has' : `${open} blocks have`} no {{ end }}`;
}

/** Whether the question of a request is in the prompt that a template makes. */
export const hasQuestion = (template: string): boolean => /\.(?:Prompt|Messages)\b/.test(template);
