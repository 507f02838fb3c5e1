import { addressFamilies } from '../../../lib/rules/security/address-families';
import { cases, set, setPlan, type Change } from '../fixtures/verdict';

const families = (...of: readonly string[]) => setPlan('environment.cluster.families', of);
const policy = 'NetworkPolicy model-store/load-qwen';
const qwen = 'Deployment llm-serving/qwen';
const server = 'spec.template.spec.containers[0]';
const both = (name: string) => set(`Service ${name}`, 'spec.ipFamilyPolicy', 'PreferDualStack');
const prefer = [both('llm-serving/qwen'), both('model-store/weights-server')];
const everyIpv6: Change = (input) =>
  set(policy, 'spec.egress[2]', { to: [{ ipBlock: { cidr: '::/0' } }], ports: [{ port: 443 }] })(input);
const half = (field: string, from: string, other: string) =>
  `${policy} ${field}: opens ${from}, TCP port 443, and pods have addresses of ${other} too; open ${other === 'IPv6' ? '::/0' : '0.0.0.0/0'} beside it`;
const oneAddress = (name: string, found: string) =>
  `Service ${name} spec.ipFamilyPolicy: ${found} gives it an address of one family; write 'PreferDualStack'`;

cases(addressFamilies, {
  'every object of the platform': [[]],
  'two families, and everything for both': [[families('IPv4', 'IPv6'), ...prefer, everyIpv6]],
  'a policy that opens IPv4 alone': [
    [families('IPv4', 'IPv6'), ...prefer],
    half('spec.egress[1].to[0]', '0.0.0.0/0', 'IPv6'),
  ],
  'a policy that opens IPv6 alone': [
    [families('IPv6', 'IPv4'), ...prefer, set(policy, 'spec.egress[1].to[0].ipBlock', { cidr: '::/0' })],
    half('spec.egress[1].to[0]', '::/0', 'IPv4'),
  ],
  'a policy that opens the two on different ports': [
    [families('IPv4', 'IPv6'), ...prefer, everyIpv6, set(policy, 'spec.egress[2].ports[0].port', 80)],
    half('spec.egress[1].to[0]', '0.0.0.0/0', 'IPv6'),
    half('spec.egress[2].to[0]', '::/0', 'IPv4').replace('443', '80'),
  ],
  'a range of one family that is not all of it': [
    [families('IPv4', 'IPv6'), ...prefer, set(policy, 'spec.egress[1].to[0].ipBlock', { cidr: '192.0.2.0/24' })],
  ],
  'Services with one address': [
    [families('IPv4', 'IPv6'), everyIpv6, set('Service llm-serving/qwen', 'spec.ipFamilyPolicy', 'SingleStack')],
    oneAddress('model-store/weights-server', 'nothing'),
    oneAddress('llm-serving/qwen', "'SingleStack'"),
  ],
  'a Service that requires two families of one': [
    set('Service llm-serving/qwen', 'spec.ipFamilyPolicy', 'RequireDualStack'),
    "Service llm-serving/qwen spec.ipFamilyPolicy: 'RequireDualStack' asks for two families, and the cluster has one; leave it out",
  ],
  'a server that listens on IPv4, where that is all': [set(qwen, `${server}.args[0]`, '0.0.0.0')],
  'a server that listens on IPv4 where pods have IPv6': [
    [families('IPv6'), set(qwen, `${server}.args[0]`, '0.0.0.0')],
    `${qwen} ${server}: listens at 0.0.0.0, and pods have addresses of IPv6; listen at ::`,
  ],
  'a variable by which a server listens on IPv4': [
    [families('IPv6'), set(qwen, `${server}.env[0].value`, '0.0.0.0:11434')],
    `${qwen} ${server}: listens at 0.0.0.0:11434, and pods have addresses of IPv6; listen at [::]:11434`,
  ],
  ...Object.fromEntries(
    [
      ['--host=0.0.0.0', '0.0.0.0 by --host', '::'],
      ['--listen=0.0.0.0:8080', '0.0.0.0:8080 by --listen', '[::]:8080'],
      ['-web.listen-address=0.0.0.0:9090', '0.0.0.0:9090 by -web.listen-address', '[::]:9090'],
      ['tcp://0.0.0.0:80', '0.0.0.0:80', '[::]:80'],
      ['--urls=http://0.0.0.0:80', '0.0.0.0:80 by --urls', '[::]:80'],
      ["exec server --host '0.0.0.0' --port 80", '0.0.0.0', '::'],
    ].map(([word, address, instead]) => [
      `a server that listens on IPv4 by ${word}`,
      [
        [families('IPv6', 'IPv4'), ...prefer, everyIpv6, set(qwen, `${server}.args[0]`, word)],
        `${qwen} ${server}: listens at ${address}, and pods have addresses of IPv6 and IPv4; listen at ${instead}`,
      ] as const,
    ]),
  ),
  'two addresses in one line': [
    [families('IPv6'), set(qwen, `${server}.args[0]`, 'a -l 0.0.0.0:1; b -l 0.0.0.0:2')],
    ...['1', '2'].map(
      (port) =>
        `${qwen} ${server}: listens at 0.0.0.0:${port}, and pods have addresses of IPv6; listen at [::]:${port}`,
    ),
  ],
  'a flag that listens on IPv4, where that is all': [set(qwen, `${server}.args[0]`, '--host=0.0.0.0')],
  ...Object.fromEntries(
    ['--host=::', '--listen=[::]:80', '--deny=0.0.0.0/0', '10.0.0.0:80', '--to=10.0.0.0.0', 'localhost,0.0.0.0'].map(
      (word) => [`no address of IPv4 alone in ${word}`, [[families('IPv6'), set(qwen, `${server}.args[0]`, word)]]],
    ),
  ),
});
