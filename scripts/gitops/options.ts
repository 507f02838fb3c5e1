/** The command line of `npm run gitops`. */
import type { CommandLine } from '../command';
import { overlaysOption } from '../command/overlays-option';

export const line = {
  name: 'gitops',
  does: 'Writes environments into a checkout of a GitOps repository, for Flux or Argo CD. It never pushes.',
  options: {
    repo: { type: 'string', value: 'FOLDER', required: true, text: 'checkout of the GitOps repository to write into' },
    env: {
      type: 'string',
      value: 'NAME',
      multiple: true,
      text: "this environment only; may be given several times (default: all with delivery: 'gitops')",
    },
    check: { type: 'boolean', text: 'write nothing; report what is out of date, and what would be refused' },
    'allow-delete': {
      type: 'string',
      value: 'KIND/NAMESPACE/NAME',
      multiple: true,
      text: 'allow that this object is deleted, or deleted and created again:\nStatefulSet/llm-serving/ollama, Namespace/llm-serving',
    },
    commit: { type: 'boolean', text: 'commit what is written, as one commit' },
    ...overlaysOption,
  },
  overlays: true,
  exits: { 0: 'written, or up to date', 1: 'out of date (with --check)', 2: 'refused: faults; nothing was changed' },
  examples: ['npm run gitops -- --repo ../gitops --check', 'npm run gitops -- --repo ../gitops --env staging --commit'],
} as const satisfies CommandLine;
