/** Hosts that are reached without a proxy, as curl reads `no_proxy`. */
import { expect, test } from '@jest/globals';
import { bypassesProxy } from '../../lib/core/no-proxy';

test.each<[string, readonly string[], boolean]>([
  ['hub.corp.example', ['corp.example'], true],
  ['corp.example', ['corp.example'], true],
  ['corp.example', ['.corp.example'], true],
  ['Hub.Corp.Example', ['corp.EXAMPLE'], true],
  ['hub.corp.example', ['*.corp.example'], true],
  ['mycorp.example', ['corp.example'], false],
  ['corp.example.org', ['corp.example'], false],
  ['10.1.2.3', ['10.0.0.0/8'], true],
  ['11.1.2.3', ['10.0.0.0/8'], false],
  ['10.1.2.3', ['10.1.2.3'], true],
  ['110.1.2.3', ['10.1.2.3'], false],
  ['1.10.1.2.3', ['10.1.2.3'], true],
  ['::1', ['::1'], true],
  ['fd00::7', ['fd00::/64'], true],
  ['hub.example', ['*'], true],
  ['hub.example', [], false],
  ['hub.example', ['a.example', 'hub.example'], true],
])('%s with %j: %s', (host, noProxy, is) => {
  expect(bypassesProxy(host, noProxy)).toBe(is);
});
