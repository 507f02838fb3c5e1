/** The paths that docs/how-to/call-a-model.md names are those of the gateway. */
import { expect, test } from '@jest/globals';
import { routes } from '../../services/gateway-policy/src/server/routes';
import { readPage } from './examples';

const page = readPage('docs/how-to/call-a-model.md');

test('the table has every path of the gateway, and no other', () => {
  const [, table = ''] = /\n## Paths\n([^]*?)\n## /.exec(page) ?? [];
  const named = [...table.matchAll(/`(\/[\w/]+)`/g)].map(([, path = '']) => path);
  expect(named.toSorted()).toEqual(routes.map(({ path }) => path).toSorted());
});

test('every path of the page is one of the gateway', () => {
  const named = [...page.matchAll(/(?:BASE|`)(\/(?:v1|api)\/[\w/]+)/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(10);
  const known = routes.map(({ path }) => path);
  expect(named.filter((path) => !known.includes(path))).toEqual([]);
});
