/** The option of all commands that read overlays. */
export const overlaysOption = {
  overlays: {
    type: 'string',
    value: 'FILE',
    text: 'read the environments that FILE exports (default: overlays/index.ts)',
  },
} as const;
