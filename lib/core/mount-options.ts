/** Mount options of an NFS store: those that break what the store promises, each with the reason. */

interface Refused {
  readonly form: RegExp;
  readonly because: string;
  readonly fix: string;
}

const leaveOut = 'leave it out';

const refused: readonly Refused[] = [
  { form: /^soft(err|reval)?$/, because: 'cuts reads short when the server does not answer, and weights would look broken', fix: "write 'hard'" },
  { form: /^(nolock|nobrl|llock)$|^local_lock=(?!none$)/, because: 'keeps locks on one node, and loaders on two nodes would write at the same time', fix: leaveOut },
  { form: /^ro$/, because: 'mounts the store read-only, and loaders write to it', fix: leaveOut },
  { form: /^(r?bind|move|remount|loop(=.*)?|users?|owner|noauto|make-.*|r?(shared|private|slave|unbindable))$/, because: 'is no option of an NFS mount in a pod', fix: leaveOut },
];

/** Why a mount option is refused, and what to write; `undefined` when nothing is wrong with it. */
export const refusedMountOption = (option: string): Omit<Refused, 'form'> | undefined => refused.find(({ form }) => form.test(option));
