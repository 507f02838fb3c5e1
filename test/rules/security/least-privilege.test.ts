import { leastPrivilege } from '../../../lib/rules/security/least-privilege';
import { cases, set } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const pod = 'spec.template.spec';
const root = (container: string, value: string) =>
  `${qwen} ${container}.securityContext.readOnlyRootFilesystem: ${value} leaves the root file system writable; set it to true, and mount a volume wherever the image writes`;

cases(leastPrivilege, {
  'every pod of the platform': [[]],
  'a token': [
    set(qwen, `${pod}.automountServiceAccountToken`, true),
    `${qwen} ${pod}.automountServiceAccountToken: true is more than the pod needs; set it to false`,
  ],
  'nothing said of the token': [
    set(qwen, `${pod}.automountServiceAccountToken`, undefined),
    `${qwen} ${pod}.automountServiceAccountToken: nothing is more than the pod needs; set it to false`,
  ],
  'nothing said of the links': [
    set(qwen, `${pod}.enableServiceLinks`, undefined),
    `${qwen} ${pod}.enableServiceLinks: nothing is more than the pod needs; set it to false`,
  ],
  'a writable root': [
    set(qwen, `${pod}.containers[0].securityContext.readOnlyRootFilesystem`, false),
    root(`${pod}.containers[0]`, 'false'),
  ],
  'nothing said of the root': [
    set(qwen, `${pod}.initContainers[0].securityContext.readOnlyRootFilesystem`, undefined),
    root(`${pod}.initContainers[0]`, 'nothing'),
  ],
  'no security context': [
    set(qwen, `${pod}.containers[0].securityContext`, undefined),
    root(`${pod}.containers[0]`, 'nothing'),
  ],
});
