/** The flag table of the build is whole and unambiguous, and what is forbidden or offered is in it. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../../lib/catalog/images';
import { closedRoutes } from '../../../lib/engines/contract';
import { covers } from '../../engines/support/covers';
import { flagBySpelling } from '../../../lib/engines/llama-server/flags/build-flag';
import { llamaServerContract } from '../../../lib/engines/llama-server/llama-server';
import { llamaServerBuildFlags as flags, type LlamaServerMetric } from '../../../lib/engines/llama-server/build';
import facts from '../../../lib/engines/llama-server/build.json';
import { forbiddenFlags, forbiddenVariable } from '../../../lib/engines/llama-server/flags/forbidden';
import { furtherFlagKinds } from '../../../lib/engines/llama-server/flags/further-flags';

describe('flags', () => {
  const spellings = flags.flatMap(({ name, off, aliases }) => [name, ...(off === undefined ? [] : [off]), ...aliases]);

  // That they are all of the build, test/engines/contract.test.ts shows on the program itself.
  test('have each spelling once', () => {
    expect(flags.length).toBeGreaterThan(200);
    expect(new Set(spellings).size).toBe(spellings.length);
    for (const spelling of spellings) expect(spelling).toMatch(/^--?[a-zA-Z][\w.-]*$/);
  });

  test('share no variable', () => {
    const variables = flags.flatMap(({ variable }) => variable ?? []);
    expect(new Set(variables).size).toBe(variables.length);
    expect(variables.length).toBeGreaterThan(120);
  });

  test('are found by every spelling, also with underscores', () => {
    expect(flagBySpelling(flags, '-ngl')?.name).toBe('--n-gpu-layers');
    expect(flagBySpelling(flags, '--slot_save_path')?.name).toBe('--slot-save-path');
    expect(flagBySpelling(flags, '--no-kv-unified')?.name).toBe('--kv-unified');
    expect(flagBySpelling(flags, '--no-such-flag')).toBeUndefined();
  });

  test('that are forbidden exist, with a reason, and none of them is offered', () => {
    for (const [name, reason] of Object.entries(forbiddenFlags)) {
      expect(flags.map((flag) => flag.name)).toContain(name);
      expect(reason.length).toBeGreaterThan(20);
      expect(Object.keys(furtherFlagKinds)).not.toContain(name);
    }
  });

  test('that are offered exist by that very name, and take what the build takes', () => {
    for (const [name, kind] of Object.entries(furtherFlagKinds)) {
      const flag = flagBySpelling(flags, name);
      expect([flag?.name, flag?.off]).toContain(name);
      expect(kind === 'switch').toBe(flag?.value === undefined);
    }
  });
});

describe('build.json', () => {
  test('states of a flag only what Corral reads', () => {
    const fields = Object.values<object>(facts.flags).flatMap((flag) => Object.keys(flag));
    expect([...new Set(fields)].sort()).toEqual(['aliases', 'off', 'value', 'variable']);
  });

  test('states of a metric when it appears', () => {
    for (const appears of Object.values(facts.metrics))
      expect(['always', 'after an accepted draft']).toContain(appears);
  });

  test('keeps its names as types: a wrong metric or route does not compile', () => {
    const deferred: LlamaServerMetric = 'llamacpp:requests_deferred';
    // @ts-expect-error no metric of the build
    const misspelt: LlamaServerMetric = 'llamacpp:requests_defered';
    expect([deferred in facts.metrics, misspelt in facts.metrics]).toEqual([true, false]);
    expect(closedRoutes({ '* /slots*': { 'GET /slots': 501 } })).toEqual([
      { method: '*', path: '/slots*', answers: { 'GET /slots': 501 } },
    ]);
    // @ts-expect-error no method of HTTP
    closedRoutes({ 'PSOT /props': { 'POST /props': 501 } });
    // @ts-expect-error no path
    closedRoutes({ 'POST props': { 'POST /props': 501 } });
  });
});

describe('variables', () => {
  test('that set a flag of the build are refused, the key among them', () => {
    const variables = flags.flatMap(({ variable }) => variable ?? []);
    const allowed = variables.filter((variable) => forbiddenVariable(variable, '1') === undefined);
    expect(allowed).toEqual([]);
  });

  test.each([
    ['LLAMA_API_KEY', 'x', 'keys come from the Secret of cluster.apiKey, which the drain reads too'],
    ['LLAMA_ARG_NO_MMAP', '1', 'it sets a flag or a debug mode of llama-server beside its arguments'],
    ['LLAMA_TRACE', '1', 'it sets a flag or a debug mode of llama-server beside its arguments'],
    ['AIP_MODE', 'PREDICTION', 'it moves the port and the health route of llama-server'],
    ['GGML_CUDA_ENABLE_UNIFIED_MEMORY', '1', 'it changes where llama-server puts its memory'],
    ['CUDA_VISIBLE_DEVICES', '0', 'the device plugin says which GPUs a container sees'],
    ['NVIDIA_VISIBLE_DEVICES', 'all', 'the device plugin says which GPUs a container sees'],
    ['XDG_CONFIG_HOME', '/x', 'it names a folder whose llama.cpp/config.ini sets flags'],
  ])('%s=%s', (name, value, reason) => {
    expect(forbiddenVariable(name, value)).toBe(reason);
  });

  test('of others are none of our business', () => {
    expect(forbiddenVariable('TZ', 'UTC')).toBeUndefined();
    expect(forbiddenVariable('NVIDIA_VISIBLE_DEVICES', 'void')).toBeUndefined();
  });
});

describe('contract', () => {
  test('is that of the image', () => {
    expect(images.llamaServer.tag).toBe(`server-${llamaServerContract.build}`);
    expect(images.llamaServerCuda.tag).toBe(`server-cuda-${llamaServerContract.build}`);
  });

  test('opens no route to tenants that it closes', () => {
    const { tenant, operator, closed } = llamaServerContract.routes;
    for (const open of [...tenant, ...operator]) {
      for (const route of closed) expect(covers(route, open.method, open.path)).toBe(false);
    }
    expect(closed.some((route) => covers(route, 'POST', '/slots/0'))).toBe(true);
    expect(closed.some((route) => covers(route, 'GET', '/props'))).toBe(false);
  });

  test('names the metrics that scale and drain', () => {
    expect(llamaServerContract.metrics.names).toEqual(
      expect.arrayContaining([
        'llamacpp:requests_processing',
        'llamacpp:requests_deferred',
        'llamacpp:prompt_tokens_cached_total',
      ]),
    );
    expect(llamaServerContract.metrics.names.join()).not.toContain('kv_cache_usage_ratio');
  });
});
