/**
 * Ends this process when the command that started it is gone: a killed `npm run` leaves a shell and jest behind, which
 * would go on.
 */
const { readFileSync } = require('node:fs');

const pollMilliseconds = 500;

/** Parent of a process, where the system tells. */
function parentOf(pid) {
  try {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=\S )/);
    return Number(rest.split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** npm runs `sh -c jest`: the shell outlives npm, and says nothing. */
function isShellOfNpm(pid) {
  try {
    return (
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[1] === '-c' &&
      process.env.npm_lifecycle_event !== undefined
    );
  } catch {
    return false;
  }
}

let watching = false;

module.exports = function endWithParent() {
  if (watching) return;
  watching = true;
  const parent = process.ppid;
  const grandparent = isShellOfNpm(parent) ? parentOf(parent) : undefined;
  const isGone = () => process.ppid !== parent || (grandparent !== undefined && parentOf(parent) !== grandparent);
  // What this process started is on a leash and ends with it.
  setInterval(() => isGone() && process.kill(process.pid, 'SIGKILL'), pollMilliseconds).unref();
};
