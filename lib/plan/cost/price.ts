/** What one node of a pool costs per hour, on demand and as spot; a price that is not stated is unknown, never zero. */
import type { NodePool } from '../../environment';

/** US dollars per node and hour, with the date and the source that they come from. */
export interface NodePrice {
  readonly low: number;
  readonly high: number;
  readonly from: string;
}

/** The prices of a pool's machines. What is absent is not known. */
export interface PoolPrices {
  /** The price that is paid: the pool's own kind of capacity. */
  readonly paid?: NodePrice;
  readonly onDemand?: NodePrice;
  readonly spot?: NodePrice;
}

/** Prices of a pool: dated ones of a cloud, or what the environment says that an own node costs. */
export function pricesOf({ instance, capacity, usdPerNodeHour, on }: NodePool): PoolPrices {
  if (on === 'metal') {
    const own =
      usdPerNodeHour === undefined
        ? undefined
        : { low: usdPerNodeHour, high: usdPerNodeHour, from: 'set in the environment' };
    return { paid: own, onDemand: own };
  }
  const { onDemand, spot } = instance ?? {};
  const known: PoolPrices = {
    onDemand: onDemand && {
      low: onDemand.usdPerHour,
      high: onDemand.usdPerHour,
      from: `${onDemand.region}, ${onDemand.date}, ${onDemand.source}`,
    },
    spot: spot && {
      low: spot.low.usdPerHour,
      high: spot.high.usdPerHour,
      from: `${spot.low.usdPerHour} in ${spot.low.region} to ${spot.high.usdPerHour} in ${spot.high.region}, ${spot.low.date}, ${spot.low.source}`,
    },
  };
  return { ...known, paid: capacity === 'spot' ? known.spot : known.onDemand };
}
