import { storeMounts } from '../../../lib/rules/security/store-mounts';
import { cases, set } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const fleet = 'StatefulSet llm-serving/fleet';
const weightsServer = 'Deployment model-store/weights-server';
const loader = 'Job model-store/load-qwen-fa953943';
const spec = 'spec.template.spec';
const whole = (title: string, volume: number) =>
  `${title} ${spec}.volumes[${volume}].persistentVolumeClaim.readOnly: mounts the whole claim read-only: the kubelet then leaves ` +
  'its files to root, and a loader on the same node cannot write; leave it out, and write `readOnly: true` in the volumeMounts';
const writes = (title: string, mount: number, value: string) =>
  `${title} ${spec}.containers[0].volumeMounts[${mount}].readOnly: ${value} lets a serving container write to the claim; set it to true`;
const ofOthers = (title: string, volume: number, value: string) =>
  `${title} ${spec}.volumes[${volume}].persistentVolumeClaim.readOnly: ${value} lets the pod write to claim of-others, which is of others, ` +
  'and the kubelet give its files to another group; set it to true';
const claim = { name: 'models', persistentVolumeClaim: { claimName: 'models' } };

cases(storeMounts, {
  'the pods of the platform': [[]],
  'a server whose claim is read-only as a whole': [
    set(weightsServer, `${spec}.volumes[0].persistentVolumeClaim.readOnly`, true),
    whole(weightsServer, 0),
  ],
  'a Job whose claim is read-only as a whole': [
    set(loader, `${spec}.volumes[0].persistentVolumeClaim.readOnly`, true),
    whole(loader, 0),
  ],
  'an engine whose claim is read-only as a whole': [
    set(qwen, `${spec}.volumes[1]`, { name: 'models', persistentVolumeClaim: { claimName: 'models', readOnly: true } }),
    whole(qwen, 1),
  ],
  'a Job that mounts a claim of others read-only as a whole': [
    set(loader, `${spec}.volumes[0].persistentVolumeClaim`, { claimName: 'of-others', readOnly: true }),
  ],
  'a Job that may write to a claim of others': [
    set(loader, `${spec}.volumes[0].persistentVolumeClaim`, { claimName: 'of-others' }),
    ofOthers(loader, 0, 'nothing'),
  ],
  'a claim of another namespace is not that of others': [
    set(qwen, `${spec}.volumes[1]`, { name: 'models', persistentVolumeClaim: { claimName: 'of-others' } }),
  ],
  'a claim that may be written, and mounts that may not': [set(qwen, `${spec}.volumes[1]`, claim)],
  'a claim that says so': [set(weightsServer, `${spec}.volumes[0].persistentVolumeClaim.readOnly`, false)],
  'a server that may write the store': [
    set(weightsServer, `${spec}.containers[0].volumeMounts[0].readOnly`, undefined),
    writes(weightsServer, 0, 'nothing'),
  ],
  'a server that says that it may': [
    set(weightsServer, `${spec}.containers[0].volumeMounts[0].readOnly`, false),
    writes(weightsServer, 0, 'false'),
  ],
  'an engine that may write its claim': [
    [set(qwen, `${spec}.volumes[1]`, claim), set(qwen, `${spec}.containers[0].volumeMounts[1].readOnly`, false)],
    writes(qwen, 1, 'false'),
  ],
  'an engine that may write a claim of its own': [
    [
      set(qwen, `${spec}.volumes[1]`, { name: 'models', ephemeral: {} }),
      set(qwen, `${spec}.containers[0].volumeMounts[1].readOnly`, false),
    ],
    writes(qwen, 1, 'false'),
  ],
  'an engine that may write the claim of its template': [
    set(fleet, `${spec}.containers[0].volumeMounts[0].readOnly`, undefined),
    writes(fleet, 0, 'nothing'),
  ],
  'a stager writes': [set(qwen, `${spec}.volumes[1]`, claim)],
  'scratch space may be written': [set(qwen, `${spec}.containers[0].volumeMounts[2].readOnly`, false)],
  'a pod without volumes': [set(weightsServer, `${spec}.volumes`, undefined)],
  'a container without mounts': [set(weightsServer, `${spec}.containers[0].volumeMounts`, undefined)],
});
