/** Templates of conversations that the server would not use, or that no file has. */
import type { Model } from '../../../catalog';
import { type Fault, fault, type Path } from '../../../core';
import type { LlamaServerSettings } from '../../../sizing';
import type { UncheckedFlags } from '../flags/further-flags';
import type { ChatTemplate } from '../input';

/** What a template is checked beside. */
interface TemplateContext {
  /** @default - whether it has a template is not checked */
  readonly model?: Pick<Model, 'chatTemplate'>;
  readonly settings: Pick<LlamaServerSettings, 'embedding'>;
  readonly flags: UncheckedFlags;
}

export function checkChatTemplate(
  template: ChatTemplate | undefined,
  { model, settings: { embedding }, flags }: TemplateContext,
  at: Path,
): readonly Fault[] {
  if (template === undefined) return [];
  const found: Fault[] = [];
  const leaveOut = 'leave chatTemplate out';
  if ('from' in template && model !== undefined && model.chatTemplate === undefined) {
    found.push(
      fault('ChatTemplate', at, 'the model has no chat template in the catalogue', {
        fix: ['lock it with its template: npm run lock -- REPOSITORY FILE --template FILE', 'chatTemplate { text }'],
      }),
    );
  }
  if (embedding !== undefined) {
    found.push(fault('ChatTemplate', at, `embedding '${embedding}' has no conversations`, { fix: leaveOut }));
  }
  for (const flag of ['--chat-template', '--no-jinja'].filter((name) => flags[name] !== undefined)) {
    found.push(
      fault('ChatTemplate', at, `the flag ${flag} is set too, and the server takes one template, by Jinja`, {
        fix: [leaveOut, `leave ${flag} out`],
      }),
    );
  }
  return found;
}
