/**
 * Keeps processes, a temporary folder and control groups for as long as its parent lives: when its standard input ends,
 * for whatever reason, it kills every process group that it started and removes the folder and the groups. Plain
 * JavaScript, so that bare Node starts it at once.
 */
const { spawn } = require('node:child_process');
const { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

/** How long the kernel may take to end what was in a control group. */
const emptyMilliseconds = 15_000;

const running = new Map();
const cgroups = [];
let folder;
let ending = false;

const report = (event) => {
  // The parent may be gone already: then no process reads this.
  if (!ending) process.stdout.write(`${JSON.stringify(event)}\n`);
};

function start({ id, file, args, cwd, env, input, log, errors }) {
  const output = openSync(log, 'a');
  const stdio = [
    input === undefined ? 'ignore' : openSync(input, 'r'),
    output,
    errors === undefined ? output : openSync(errors, 'a'),
  ];
  // Detached: its own process group, which is killed whole.
  const child = spawn(file, args, { cwd, env, stdio, detached: true });
  for (const descriptor of new Set(stdio)) if (descriptor !== 'ignore') closeSync(descriptor);
  child.on('error', (error) => report({ id, event: 'failed', message: error.message }));
  if (child.pid === undefined) return;
  running.set(id, child);
  report({ id, event: 'started', pid: child.pid });
  child.on('exit', (code, signal) => {
    // What a child left behind in its group goes with it.
    killGroup(child);
    running.delete(id);
    report({ id, event: 'exited', code, signal });
    if (ending && running.size === 0) finish();
  });
}

function killGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** A control group is a folder whose files are the kernel's: only folders are removed, the deepest first. */
function removeCgroup(path) {
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) removeCgroup(join(path, entry.name));
  rmdirSync(path);
}

function removeCgroups(deadline) {
  for (const path of cgroups) {
    while (existsSync(path)) {
      try {
        removeCgroup(path);
      } catch {
        // Busy: a process in it still ends.
        if (Date.now() > deadline) break;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      }
    }
  }
}

function finish() {
  removeCgroups(Date.now() + emptyMilliseconds);
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  process.exit(0);
}

function end() {
  if (ending) return;
  ending = true;
  for (const child of running.values()) killGroup(child);
  if (running.size === 0) finish();
}

const obey = {
  start,
  make: ({ prefix }) => {
    folder = mkdtempSync(prefix);
    report({ id: 0, event: 'made', folder });
  },
  cgroups: ({ paths }) => cgroups.push(...paths),
  kill: ({ id }) => running.has(id) && killGroup(running.get(id)),
};

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const order = JSON.parse(line);
    obey[order.order](order);
  })
  .on('close', end);
process.stdout.on('error', end);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);
