/** The shape of what is added to pods and objects. */
import { z } from 'zod';
import { bounds, longestLists } from './bounds';
import { list, record } from './lists';
import { duration } from './numbers';
import { dnsName } from './hosts';
import {
  absolutePath,
  annotationKey,
  annotationValue,
  labelKey,
  labelValue,
  secretKey,
  argument,
  variableName,
} from './scalars';

const labels = record(labelKey, labelValue, longestLists.labels).optional();
const annotations = record(annotationKey, annotationValue, longestLists.annotations).optional();

const variableValue = z.union([
  argument,
  z.strictObject({ secret: dnsName, key: secretKey }),
  z.strictObject({ configMap: dnsName, key: secretKey }),
]);

const folderSource = z.union([
  z.strictObject({ claim: dnsName }),
  z.strictObject({ configMap: dnsName }),
  z.strictObject({ secret: dnsName }),
]);

const base = {
  env: record(variableName, variableValue, longestLists.variables).optional(),
  volumes: record(absolutePath, folderSource, longestLists.volumes).optional(),
  labels,
  annotations,
  imagePullSecrets: list(dnsName, longestLists.pullSecrets).optional(),
  nodeRemoval: z.enum(['allowed', 'prevented']).optional(),
};

/** What is added to the pods that may run on a pool: its `labels` and `taints` state the rest. */
export const poolPodAdditions = z.strictObject(base);

export const podAdditions = z.strictObject({
  ...base,
  nodeSelector: record(labelKey, labelValue, longestLists.labels).optional(),
  tolerations: list(
    z.strictObject({
      key: labelKey,
      value: labelValue.optional(),
      effect: z.enum(['NoSchedule', 'NoExecute']),
      seconds: duration(bounds.toleration).optional(),
    }),
    longestLists.taints,
  ).optional(),
});

export const objectAdditions = z.strictObject({ labels, annotations });
