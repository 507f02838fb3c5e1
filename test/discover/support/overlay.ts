/** A printed overlay as the value that it is: compiled as every test is, with the imports that stand in it. */
import { transformSync } from '@swc/core';
import * as lib from '../../../lib';
import type { EnvironmentInput } from '../../../lib';
import * as base from '../../../overlays/base';

const modules: Readonly<Record<string, unknown>> = { corral: lib, './base': base };

export function evaluated(source: string): EnvironmentInput {
  const { code } = transformSync(source, {
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  const exported: Record<string, EnvironmentInput> = {};
  const load = (name: string): unknown =>
    modules[name] ??
    (() => {
      throw new Error(`the overlay imports ${name}`);
    })();
  // Printed by ourselves a moment ago.
  // oxlint-disable-next-line no-implied-eval
  new Function('require', 'exports', code)(load, exported);
  const [environment] = Object.values(exported);
  if (environment === undefined) throw new Error('the overlay exports nothing');
  return environment;
}
