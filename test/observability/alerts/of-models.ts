/** What clients get: errors, late answers, no answer. */
import { inGateway, type Situation } from './situation';

const requests = (code: string): string =>
  inGateway('corral_gateway_requests_total', { pod: 'gateway-0', client: 'team', model: 'smol', code });
const first = (part: string, le?: string): string =>
  inGateway(`corral_gateway_first_token_seconds_${part}`, {
    pod: 'gateway-0',
    model: 'smol',
    ...(le === undefined ? {} : { le }),
  });

/** Times to the first token, so many each minute: within 2.5 s, within 30 s, and in all. */
const times = (within: number, within30: number, all: number, minutes: number): Readonly<Record<string, string>> => ({
  [first('bucket', '1.0')]: `0+0x${minutes}`,
  [first('bucket', '2.5')]: `0+${within}x${minutes}`,
  [first('bucket', '30.0')]: `0+${within30}x${minutes}`,
  [first('bucket', '60.0')]: `0+${all}x${minutes}`,
  [first('bucket', '+Inf')]: `0+${all}x${minutes}`,
  [first('count')]: `0+${all}x${minutes}`,
  [requests('200')]: `0+${all}x${minutes}`,
});

const healthy = (cluster: string, pod: string): string =>
  inGateway('envoy_cluster_membership_healthy', { pod, envoy_cluster_name: cluster });

export const ofModels: readonly Situation[] = [
  {
    about: 'ModelErrors',
    when: 'one request of ten fails for an hour: the fast window of the page, and the slow one',
    series: { [requests('200')]: '0+9x75', [requests('500')]: '0+1x75' },
    after: 75,
    fires: ['page ModelErrors', 'ticket ModelErrors'],
  },
  {
    about: 'ModelErrors',
    when: 'one of a hundred fails for seven hours: six times too many, not fourteen times',
    series: { [requests('200')]: '0+99x430', [requests('503')]: '0+1x430' },
    after: 430,
    fires: ['page ModelErrors', 'ticket ModelErrors'],
  },
  {
    about: 'ModelErrors',
    when: 'two of a thousand fail for four days: the budget of the month does not last',
    series: { [requests('200')]: '0+998x192', [requests('500')]: '0+2x192' },
    every: 30,
    after: 5700,
    fires: ['ticket ModelErrors'],
  },
  {
    about: 'ModelErrors',
    when: 'one of two thousand fails',
    series: { [requests('200')]: '0+1999x600', [requests('500')]: '0+1x600' },
    after: 600,
    fires: [],
  },
  {
    about: 'ModelErrors',
    when: 'it is over: the short windows have no error any more, and a person is not woken',
    series: { [requests('200')]: '0+9x90', [requests('500')]: '0+1x60 60x30' },
    after: 90,
    fires: ['ticket ModelErrors'],
  },
  {
    about: 'ModelErrors',
    when: 'nearly all requests of a quiet hour fail, but there are not twenty',
    series: { [requests('200')]: '0+0x75', [requests('500')]: '0 1x4 2x4 3x4 4x4 5x4 6x4 7x4 8x40' },
    after: 70,
    fires: [],
  },
  {
    about: 'ModelErrors',
    when: 'clients send wrong requests, and go before the answer',
    series: { [requests('200')]: '0+1x75', [requests('400')]: '0+9x75', [requests('0')]: '0+9x75' },
    after: 75,
    fires: [],
  },
  {
    about: 'ModelFirstTokenSlow',
    when: 'nine of ten answers begin late for an hour',
    series: times(1, 10, 10, 75),
    after: 75,
    fires: ['page ModelFirstTokenSlow', 'ticket ModelFirstTokenSlow'],
  },
  {
    about: 'ModelFirstTokenSlow',
    when: 'two of five begin late for seven hours',
    series: times(6, 10, 10, 430),
    after: 430,
    fires: ['page ModelFirstTokenSlow', 'ticket ModelFirstTokenSlow'],
  },
  {
    about: 'ModelFirstTokenSlow',
    when: 'one of ten begins late for four days',
    series: times(90, 100, 100, 192),
    every: 30,
    after: 5700,
    fires: ['ticket ModelFirstTokenSlow'],
  },
  {
    about: 'ModelFirstTokenSlow',
    when: 'one of fifty begins late',
    series: times(49, 50, 50, 600),
    after: 600,
    fires: [],
  },
  {
    about: 'QueueLong',
    when: 'one of ten answers begins after half a minute',
    series: times(90, 90, 100, 20),
    after: 20,
    fires: ['ticket ModelFirstTokenSlow', 'ticket QueueLong'],
  },
  {
    about: 'QueueLong',
    when: 'one of a hundred does',
    series: times(99, 99, 100, 20),
    after: 20,
    fires: [],
  },
  {
    about: 'ModelUnavailable',
    when: 'no pod of the gateway finds a pod of a model that has two, for three minutes',
    series: { [healthy('fixed', 'gateway-0')]: '2 0x10', [healthy('fixed', 'gateway-1')]: '2 0x10' },
    after: 5,
    fires: ['page ModelUnavailable'],
  },
  {
    about: 'ModelUnavailable',
    when: 'one pod of the gateway still finds one',
    series: { [healthy('fixed', 'gateway-0')]: '0x60', [healthy('fixed', 'gateway-1')]: '1x60' },
    after: 60,
    fires: [],
  },
  {
    about: 'ModelUnavailable',
    when: 'the only pod of a model is replaced, for ten minutes',
    series: { [healthy('smol', 'gateway-0')]: '1 0x9 1x60' },
    after: 9,
    fires: [],
  },
  {
    about: 'ModelUnavailable',
    when: 'a fleet has no server for an hour',
    series: { [healthy('fleet', 'gateway-0')]: '1 0x70' },
    after: 70,
    fires: ['page ModelUnavailable'],
  },
];
