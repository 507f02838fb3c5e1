/** The shape of what is rendered for monitoring, in an overlay. */
import { z } from 'zod';
import {
  bounds,
  dnsName,
  duration,
  labelKey,
  labelValue,
  longestLists,
  number,
  record,
  secretKey,
  webAddress,
  words,
} from '../../schema';
import { firstTokenSeconds } from '../monitoring';

const labels = record(labelKey, labelValue, longestLists.labels);

const objective = number(bounds.objective);

export const monitoringSchema = z.strictObject({
  scrape: z.discriminatedUnion('by', [
    z.strictObject({
      by: z.literal('prometheus-operator'),
      labels,
      interval: duration(bounds.scrapeInterval).optional(),
      key: z.strictObject({ secretName: dnsName, key: secretKey }).optional(),
    }),
    z.strictObject({ by: z.literal('annotations') }),
  ]),
  prometheus: z.strictObject({ url: webAddress }).optional(),
  alerts: z
    .strictObject({
      labels: labels.optional(),
      errors: z.strictObject({ objective }).optional(),
      firstToken: z.strictObject({ seconds: z.literal([...firstTokenSeconds]), objective }).optional(),
      runbooks: webAddress.optional(),
    })
    .optional(),
  dashboards: z
    .strictObject({ folder: words.optional(), labels: labels.optional(), grafana: webAddress.optional() })
    .optional(),
});
