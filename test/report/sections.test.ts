/** What sections show where an environment has what others have not, and leave out where it has nothing. */
import { describe, expect, test } from '@jest/globals';
import { report, synthesise, type EnvironmentInput } from '../../lib';
import { local } from '../../overlays/local';
import { staging } from '../../overlays/staging';
import { team } from '../namespaced/team';
import { broad, licensed } from './support/broad';
import { sectionText } from './support/page';

const pageOf = (input: EnvironmentInput) => {
  const html = report(synthesise(input));
  return (id: string) => sectionText(html, id);
};

describe('an environment with a database, a cache, backups and alerts', () => {
  const section = pageOf(broad);

  test('shows them in the picture and its list: who connects, who copies where, who scrapes', () => {
    expect(section('topology')).toContain('pools with their models, databases, caches, copies');
    for (const [connection, flow] of [
      ['store – backup', 'claim'],
      ['backup – llm-serving/database-notes', 'TCP 5432'],
      ['backup – copies', 'TCP 443'],
      ['llm-serving/database-notes – pods app=notes of notes', 'TCP 5432'],
      ['llm-serving/cache-sessions – pods app=notes of notes', 'TCP 6379'],
      ['llm-serving/database-notes – monitoring (pods app=prometheus of monitoring)', 'TCP 9187'],
      ['priced – monitoring (pods app=prometheus of monitoring)', 'TCP 8080, 9434'],
      ['llm-gateway/gateway – monitoring (pods app=prometheus of monitoring)', 'TCP 9090'],
    ])
      expect(section('topology')).toContain(`${connection} ${flow}`);
  });

  test('shows the database where a reader looks for it: table, connections, cost, disks, images', () => {
    expect(section('data')).toContain(
      'notes database-notes.llm-serving.svc:5432 PostgreSQL 17 drafts (writer), notes pods app=notes of notes no 100 1 152 MiB 20 480 MiB fast-disks priced drafts by backup-notes-drafts',
    );
    expect(section('reachability')).toContain('llm-serving/database-notes');
    expect(section('cost')).toMatch(/database-notes \$\d+/);
    expect(section('hosts')).toContain('database notes 20 480 MiB set in the environment');
    expect(section('files')).toContain('StatefulSet database-notes');
  });

  test('shows the cache in the same places, and why its memory and its volume are larger than its values', () => {
    expect(section('data')).toMatch(
      /sessions cache-sessions\.llm-serving\.svc:6379 graphs \(watch\), notes \(write\) pods app=notes of notes no 1 024 MiB allkeys-lru what the last snapshot had 3 943 MiB 1\.75 times 1 024 MiB.* 3 072 MiB fast-disks priced/,
    );
    expect(section('reachability')).toContain('llm-serving/cache-sessions');
    expect(section('cost')).toMatch(/cache-sessions \$\d+/);
    expect(section('hosts')).toMatch(/cache sessions 3 072 MiB 2 times 1 024 MiB/);
    expect(section('files')).toContain('StatefulSet cache-sessions');
  });

  test('shows what is copied when and where, and from which age on a copy is too old', () => {
    expect(section('data')).toContain('repository of copies s3:https://s3.backup.example/corral-backup/broad');
    expect(section('data')).toMatch(
      /backup-notes-drafts a dump of drafts 47 1 \* \* \* 2 h the least that a run has: .* 38 h one and a half of/,
    );
    expect(section('data')).toContain('backup-check reads a part of the copies and restores a part 7 4 * * 0 24 h');
  });

  test('names what each alert is of', () => {
    expect(section('monitoring')).toMatch(/RequestsWait: chat ticket \d+s {{ \$value }} requests wait/);
    expect(section('monitoring')).toMatch(/GatewayDown: gateway page 1m No pod of the gateway is available/);
  });
});

test('an environment without databases, caches and backups has no section of them', () => {
  const section = pageOf(local);
  expect(section('data')).toBe('');
  expect(section('hosts')).not.toContain('database');
  expect(section('topology')).not.toMatch(/database|caches|backup|copies$|monitoring/);
});

test('who may reach a gateway that is open to every address is one box, with the internet first', () => {
  const gateway = {
    host: 'llm.example.org',
    tls: { secretName: 'llm-tls' },
    expose: { by: 'load-balancer' },
    clients: { default: { models: 'all' } },
  } as const;
  const html = report(synthesise({ ...local, gateway }));
  expect(sectionText(html, 'topology')).toMatch(/othersinternetany other podIPv6 addresses.*and \d+ more/);
  expect(sectionText(html, 'topology')).toContain('llm-gateway/gateway – internet, any other pod, IPv6 addresses, ');
});

describe('the licence of a model', () => {
  test('that is not recorded is called so, with the way to record it', () => {
    const section = pageOf(broad);
    expect(section('models')).toMatch(/Q4_K_M not recorded llama-server/);
    expect(section('models')).toContain(
      'The licence of 7 models of 7 is not recorded. corral lock records what the file of a model states.',
    );
  });

  test('that is recorded stands in its row, and nothing is asked for', () => {
    const section = pageOf(licensed('Apache-2.0'));
    expect(section('models')).toMatch(/Q4_K_M Apache-2\.0 llama-server/);
    expect(section('models')).not.toContain('not recorded');
  });
});

describe('an environment with slices, shares, ordinals, limits and exceptions', () => {
  const section = pageOf(broad);

  test('shows slices and shares as devices of their own size', () => {
    expect(section('gpus')).toContain('sliced: NVIDIA-A100-SXM4-80GB 4 in all, with 37 ');
    expect(section('gpus')).toContain('sliced-1, GPUs 2 to 4 free');
    expect(section('gpus')).toContain('shared: NVIDIA-L40S 2 in all');
  });

  test('shows on each node the models of its own ordinal only', () => {
    const rows = section('gpus').split('rack-');
    expect(rows.find((row) => row.startsWith('1,'))).toMatch(/^1, GPU 1 fleet .* MiB weights 4 404 MiB/);
    expect(rows.find((row) => row.startsWith('2,'))).toMatch(/llama3\.2:3b: weights .*; qwen2\.5:7b: weights /);
  });

  test('states each limit of a client, or that there is none', () => {
    expect(section('gateway')).toContain('team-a chat, slice 600 20 2 000 000');
    expect(section('gateway')).toContain('everything all no limit no limit no limit operators');
  });

  test('names what is exempt and amended with the reasons, and who provides what', () => {
    expect(section('accepted')).toContain(
      'ConfigMap model-store/program-loader exempt from rule as-planned our tools read it',
    );
    expect(section('accepted')).toContain('amended: spec.minReadySeconds=120 the load balancer is slow');
    expect(section('accepted')).toContain('CSIDriver nfs.csi.k8s.io the storage team');
  });

  test('does not count what has no price as free', () => {
    expect(section('cost')).toMatch(/unpriced unknown unknown unknown/);
    expect(section('cost')).toMatch(/unpriced( unknown){5} 0 no price is known/);
    expect(section('cost')).toContain('maximum at least $1 095 at least $1 095 at least $1 095');
    expect(section('sums')).toMatch(
      /at least \$[\d ]+ a month, prices of 2026-11-01, without rack, shared, sliced, unpriced/,
    );
  });
});

test('an environment without GPUs has no section of them, and its store is a claim', () => {
  const section = pageOf(local);
  expect(section('gpus')).toBe('');
  expect(section('verdicts')).toContain('Every pod fits All required pods fit');
  expect(section('sums')).toContain('GPUs in use, minimum to maximum 0 of 0');
  expect(section('gateway')).toContain('default all no limit');
});

test('an environment in a namespace that exists shows what holds only in part, and quotas that are there', () => {
  const section = pageOf(team);
  expect(section('verdicts')).toContain('! limited Only stated connections are allowed');
  expect(section('accepted')).toContain(
    'only pods of the store can mount its claim every pod in team-llm can mount it',
  );
  expect(section('hosts')).toContain('Quotas that the namespace has already');
  expect(section('hosts')).toContain('team requests.nvidia.com/gpu 5 5');
});

test('an environment without a gateway has no section of it', () => {
  expect(pageOf(staging)('gateway')).toBe('');
});

test('an environment without a model is a page', () => {
  const section = pageOf({ ...staging, models: {}, ollama: {} });
  expect(section('verdicts')).toContain('Times follow from sizes No model is served.');
  expect(section('sums')).toContain('Largest model none');
  expect(section('topology')).toBe('');
});

test('a fleet that swaps models shows those that are loaded together, and never more than a GPU has', () => {
  const { fleet } = broad.ollama ?? {};
  if (fleet === undefined) throw new Error('broad has no fleet');
  const section = pageOf({
    ...broad,
    ollama: { fleet: { ...fleet, settings: { ...fleet.settings, maxLoadedModels: 1 }, swap: 'accepted' } },
  });
  expect(section('gpus')).toContain('others take their place when they are asked for: 1 model');
  expect(section('gpus')).not.toMatch(/-\d+ MiB/);
});
