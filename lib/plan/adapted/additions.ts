/** What is added to pods and objects, in words. */
import { durationText } from '../../core';
import type { FolderSource, ObjectAdditions, PodAdditions, VariableValue } from '../../workload';

/** Longest value that is printed whole. */
const longestValue = 40;

const short = (text: string): string => (text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`);

const pair = ([key, value]: readonly [string, string]): string => `${key}=${short(value)}`;

function variableText([name, value]: readonly [string, VariableValue]): string {
  if (typeof value === 'string') return pair([name, value]);
  return 'secret' in value ? `${name} from Secret ${value.secret}` : `${name} from ConfigMap ${value.configMap}`;
}

function folderText([path, from]: readonly [string, FolderSource]): string {
  if ('claim' in from) return `${path} from claim ${from.claim}`;
  return 'secret' in from ? `${path} from Secret ${from.secret}` : `${path} from ConfigMap ${from.configMap}`;
}

/** `variables A=1, B=2`; nothing where there is none. */
const part = (word: string, entries: readonly string[]): readonly string[] =>
  entries.length === 0 ? [] : [`${word}${entries.length === 1 ? '' : 's'} ${entries.join(', ')}`];

/** `label team=ml; annotation owner=x`. */
export const objectsText = ({ labels = {}, annotations = {} }: ObjectAdditions): string =>
  [
    ...part('label', Object.entries(labels).map(pair)),
    ...part('annotation', Object.entries(annotations).map(pair)),
  ].join('; ');

/** What is added to pods, in the order of the fields. */
export function podsText({
  env = {},
  volumes = {},
  labels,
  annotations,
  imagePullSecrets = [],
  nodeRemoval,
  nodeSelector = {},
  tolerations = [],
}: PodAdditions): string {
  const metadata = objectsText({ labels, annotations });
  return [
    ...part('variable', Object.entries(env).map(variableText)),
    ...part('read-only folder', Object.entries(volumes).map(folderText)),
    ...(metadata === '' ? [] : [metadata]),
    ...part('pull secret', [...new Set(imagePullSecrets)]),
    ...(nodeRemoval === 'prevented' ? ['autoscalers do not remove their nodes'] : []),
    ...part('only nodes with label', Object.entries(nodeSelector).map(pair)),
    ...part(
      'tolerated taint',
      tolerations.map(
        ({ key, value, effect, seconds }) =>
          `${key}${value === undefined ? '' : `=${value}`}:${effect}${seconds === undefined ? '' : ` for ${durationText(seconds)}`}`,
      ),
    ),
  ].join('; ');
}
