/** Mount options of an NFS store: the default, and those that break what the store promises, each with the reason. */

/** Wait for a server that does not answer, so that no read is short, and do not write access times. */
export const nfsMountOptions = ['hard', 'nfsvers=4.1', 'timeo=600', 'retrans=2', 'noatime'] as const;

/** What an option sets: the last value of two counts, and the version has two names. */
export const mountOptionName = (option: string): string => option.replace(/=.*$/, '').replace(/^vers$/, 'nfsvers');

interface Refused {
  readonly form: RegExp;
  readonly because: string;
  readonly fix: string;
}

const leaveOut = 'remove it';

const refused: readonly Refused[] = [
  {
    form: /^soft(err|reval)?$/,
    because: 'makes reads fail when the server does not answer, so weights would look damaged',
    fix: "write 'hard'",
  },
  {
    form: /^(nolock|nobrl|llock)$|^local_lock=(?!none$)/,
    because: 'keeps locks on one node, so loaders on two nodes could write at the same time',
    fix: leaveOut,
  },
  { form: /^ro$/, because: 'mounts the store read-only, but loaders write to it', fix: leaveOut },
  {
    form: /^(r?bind|move|remount|loop(=.*)?|users?|owner|noauto|make-.*|r?(shared|private|slave|unbindable))$/,
    because: 'is not an option for an NFS mount in a pod',
    fix: leaveOut,
  },
];

/** Why a mount option is refused, and what to write; `undefined` when nothing is wrong with it. */
export const refusedMountOption = (option: string): Omit<Refused, 'form'> | undefined =>
  refused.find(({ form }) => form.test(option));
