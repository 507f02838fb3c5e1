/** Amounts of a live cluster as an overlay writes them: rounded so that nothing is declared that is not there. */
import { bytes, inGib, inMib } from '../core';
import { code, type Code } from './source';

/** `gib(384)`, or `mib(391070)` where it is no whole number of them: at most what is there. */
export function sizeDown(size: number): Code {
  const whole = Math.floor(inMib(bytes(size)));
  return whole % 1024 === 0 ? code(`gib(${whole / 1024})`) : code(`mib(${whole})`);
}

/** Sixteenths of a gibibyte, which people read: at least what is taken. */
export const sizeUp = (size: number): Code => code(`mib(${Math.ceil(inGib(bytes(size)) * 16) * 64})`);

/** Cores in tenths. */
export const coresDown = (millicores: number): number => Math.floor(millicores / 100) / 10;
export const coresUp = (millicores: number): number => Math.ceil(millicores / 100) / 10;
