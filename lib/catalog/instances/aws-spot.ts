/**
 * The spot prices of AWS that a public source gives; types that it leaves out have none, and nothing stands in for it.
 */
import type { Instance, Price } from '../instance';

const source = 'skypilot-org/skypilot-catalog catalogs/v8/aws/vms.csv, after the price cut of June 2025';

const seen = (usdPerHour: number, region: string): Price => ({ usdPerHour, region, date: 'undated', source });

/** Lowest and highest spot price over the regions that were read, by type. */
export const awsSpot: Readonly<Record<string, Instance['spot']>> = {
  'm7i.12xlarge': { low: seen(0.67, 'unstated'), high: seen(1.04, 'unstated') },
  'p3dn.24xlarge': { low: seen(6.26, 'us-east-1'), high: seen(8.29, 'us-east-1') },
  'p4d.24xlarge': { low: seen(6.04, 'us-east-2'), high: seen(9.73, 'us-west-2') },
  'p4de.24xlarge': { low: seen(8.65, 'us-east-1'), high: seen(11.01, 'us-west-2') },
  'p5.48xlarge': { low: seen(10.24, 'us-east-1'), high: seen(25.75, 'us-east-1') },
};
