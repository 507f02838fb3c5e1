#!/usr/bin/env node
/**
 * Stands in for GitHub's command line: keeps the comments of one pull request in a file, and evaluates `--jq` with what
 * the real one uses.
 */
const { execFileSync } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');

const { COMMENTS, GOJQ } = process.env;
const [command, ...args] = process.argv.slice(2);
const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const path = args.find((arg) => arg.startsWith('repos/'));
const comments = JSON.parse(readFileSync(COMMENTS, 'utf8'));
const body = () => readFileSync(option('--field').replace(/^body=@/, ''), 'utf8');
const write = (all) => writeFileSync(COMMENTS, JSON.stringify(all));
const list = 'repos/somebody/platform/issues/7/comments';

if (command !== 'api') throw new Error(`gh ${command} is not known here`);
const method = option('--method') ?? 'GET';
if (method === 'GET' && path === list) {
  process.stdout.write(execFileSync(GOJQ, ['-r', option('--jq')], { input: JSON.stringify(comments) }));
} else if (method === 'POST' && path === list) {
  write([...comments, { id: 100 + comments.length, user: { login: 'github-actions[bot]' }, body: body() }]);
} else if (method === 'PATCH' && path.startsWith('repos/somebody/platform/issues/comments/')) {
  const id = Number(path.split('/').at(-1));
  if (!comments.some((comment) => comment.id === id)) throw new Error(`404: no comment ${id}`);
  write(comments.map((comment) => (comment.id === id ? { ...comment, body: body() } : comment)));
} else {
  throw new Error(`404: ${method} ${path}`);
}
