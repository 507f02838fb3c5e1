/**
 * Refuses what works for one address family of a cluster that has two: policies that open all addresses of one, servers
 * that listen on IPv4 alone, Services with one address.
 */
import { type AddressFamily, familyFacts, familyOf, hasFamily } from '../../core';
import { argumentsOf } from '../../kubernetes/read';
import type { Evidence, Seen } from '../evidence';
import { orNone } from '../lists';
import { shown, type Finding, type Rule } from '../rule';
import { flowsOf, portText } from './network/flow';

const everyAddress: Readonly<Record<AddressFamily, string>> = { IPv4: '0.0.0.0/0', IPv6: '::/0' };
const other: Readonly<Record<AddressFamily, AddressFamily>> = { IPv4: 'IPv6', IPv6: 'IPv4' };

/** Directions and ports at which a policy opens the addresses of one family, and not those of the other. */
function halfOpen({ of }: Evidence): Finding[] {
  return of('NetworkPolicy').flatMap(({ manifest, namespace, body: { spec } }) => {
    const flows = flowsOf(spec ?? {}, namespace).flatMap(({ peer, ...flow }) => {
      const cidr = peer?.ipBlock?.cidr;
      return cidr === everyAddress.IPv4 || cidr === everyAddress.IPv6
        ? [{ ...flow, cidr, family: familyOf(cidr) }]
        : [];
    });
    return flows
      .filter(
        ({ direction, port, family }) =>
          !flows.some(
            (each) =>
              each.direction === direction && portText(each.port) === portText(port) && each.family === other[family],
          ),
      )
      .map(({ field, cidr, family, port }) => ({
        manifest,
        field,
        found: `opens ${cidr}, ${portText(port)}, and pods have addresses of ${other[family]} too`,
        fix: `open ${everyAddress[other[family]]} beside it`,
      }));
  });
}

/**
 * All addresses of IPv4, at which a server listens: in `0.0.0.0`, `0.0.0.0:11434`, `--listen=0.0.0.0:80`,
 * `tcp://0.0.0.0:80`, `exec server --host 0.0.0.0`. Not a range, and not an entry of a list of names.
 */
const everyIpv4 = /(?<=^|[=\s"']|:\/\/)0\.0\.0\.0(:\d+)?(?=$|[\s"';])/g;

const ipv4In = (word: string): readonly string[] => word.match(everyIpv4) ?? [];

/** The flag that has its value in the same word: `--listen` of `--listen=0.0.0.0:80`. */
const flagIn = (word: string): string | undefined => /^(--?[\w.-]+)=\S*$/.exec(word)?.[1];

function listensOnIpv4({ pods }: Evidence, text: string): Finding[] {
  return pods.flatMap(({ workload: { manifest }, containers }) =>
    containers.flatMap(({ container, field }) => {
      const words = [...argumentsOf(container), ...orNone(container.env).flatMap(({ value }) => value ?? [])];
      return words.flatMap((word) => {
        const flag = flagIn(word);
        return ipv4In(word).map((address) => ({
          manifest,
          field,
          found: `listens at ${address}${flag === undefined ? '' : ` by ${flag}`}, and pods have addresses of ${text}`,
          fix: `listen at ${address.replace('0.0.0.0', address.includes(':') ? '[::]' : '::')}`,
        }));
      });
    }),
  );
}

function servicePolicy({ manifest, body }: Seen, two: boolean): readonly Finding[] {
  const { clusterIP, ipFamilyPolicy } = (body as { readonly spec?: Readonly<Record<string, unknown>> }).spec ?? {};
  const finding = (found: string, fix: string): Finding => ({ manifest, field: 'spec.ipFamilyPolicy', found, fix });
  if (!two)
    return ipFamilyPolicy === 'RequireDualStack'
      ? [finding("'RequireDualStack' asks for two families, and the cluster has one", 'leave it out')]
      : [];
  const takesBoth = ipFamilyPolicy === 'PreferDualStack' || ipFamilyPolicy === 'RequireDualStack';
  return clusterIP !== undefined || takesBoth
    ? []
    : [finding(`${shown(ipFamilyPolicy)} gives it an address of one family`, "write 'PreferDualStack'")];
}

function check(evidence: Evidence): Finding[] {
  const { families } = evidence.plan.environment.cluster;
  const two = families.length > 1;
  return [
    ...(two ? halfOpen(evidence) : []),
    ...(hasFamily(families, 'IPv6') ? listensOnIpv4(evidence, familyFacts(families).text) : []),
    ...evidence.of('Service').flatMap((service) => servicePolicy(service, two)),
  ];
}

export const addressFamilies: Rule = {
  name: 'address-families',
  promise:
    'What serves or opens one address family of the cluster does so for all that it has: policies, servers, Services.',
  cluster:
    'The server refuses a Service that requires two families where the cluster has one. It accepts the rest: a policy of one family denies the other without a message, and a server at 0.0.0.0 takes no connection of IPv6.',
  check,
};
