/** Names in volumes, variables and arguments of containers. */
import { referencesResolve } from '../../../../lib/rules/references/references-resolve';
import { add, cases, set } from '../../fixtures/verdict';
import { at, declare, draw, host, mounted, near, nearOf, noClass, pod, qwen, server, volume } from './sentences';

cases(referencesResolve, {
  'a ConfigMap': [
    volume({ configMap: { name: 'stage' } }),
    `${at}.configMap.name: there is no ConfigMap llm-serving/stage; ${near('stage-1b9acf18')}`,
  ],
  'a ConfigMap that may be missing': [volume({ configMap: { name: 'stage', optional: true } })],
  'the ConfigMap of every namespace': [volume({ configMap: { name: 'kube-root-ca.crt' } })],
  'a key of a ConfigMap': [
    set(qwen, `${pod}.volumes[0].configMap.items[0].key`, 'stage.py'),
    `${qwen} ${pod}.volumes[0].configMap.name: ConfigMap stage-1b9acf18 has no key 'stage.py'; take one that it has: stage.sh, drain.sh, version`,
  ],
  'a binary key of a ConfigMap': [
    [
      set(qwen, `${pod}.volumes[0].configMap.items[0].key`, 'blob'),
      set('ConfigMap llm-serving/stage-1b9acf18', 'binaryData', { blob: '' }),
    ],
  ],
  'a key of a ConfigMap of another owner': [
    [
      volume({ configMap: { name: 'theirs', items: [{ key: 'a', path: 'a' }] } }),
      declare('ConfigMap', 'theirs', 'llm-serving'),
    ],
  ],
  'a Secret as a volume': [
    volume({ secret: { secretName: 'key' } }),
    `${at}.secret.secretName: there is no Secret llm-serving/key; ${draw}`,
  ],
  'a Secret that may be missing': [volume({ secret: { secretName: 'key', optional: true } })],
  'the keys of a Secret that is drawn are nobody’s business': [
    [
      add('qwen', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key', namespace: 'llm-serving' } }),
      set(qwen, `${server}.env[0].valueFrom`, { secretKeyRef: { name: 'key', key: 'a' } }),
    ],
  ],
  'a claim': [
    volume({ persistentVolumeClaim: { claimName: 'models' } }),
    `${at}.persistentVolumeClaim.claimName: there is no PersistentVolumeClaim llm-serving/models; ${mounted}`,
  ],
  'a projected volume': [
    volume({
      projected: {
        sources: [
          { configMap: { name: 'a' } },
          { secret: { name: 'b' } },
          { configMap: { name: 'stage-1b9acf18', items: [{ key: 'c', path: 'c' }] } },
          { serviceAccountToken: { path: 't' } },
        ],
      },
    }),
    `${at}.projected.sources[0].configMap.name: there is no ConfigMap llm-serving/a; ${draw}`,
    `${at}.projected.sources[1].secret.name: there is no Secret llm-serving/b; ${draw}`,
    `${at}.projected.sources[2].configMap.name: ConfigMap stage-1b9acf18 has no key 'c'; take one that it has: stage.sh, drain.sh, version`,
  ],
  'projected volumes that may be missing': [
    volume({
      projected: { sources: [{ configMap: { name: 'a', optional: true } }, { secret: { name: 'b', optional: true } }] },
    }),
  ],
  'a generic ephemeral volume': [
    volume({ ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 'topolv' } } } }),
    `${at}.ephemeral.volumeClaimTemplate.spec.storageClassName: there is no StorageClass topolv; ${draw}`,
  ],
  'a generic ephemeral volume of a tier': [
    volume({ ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 'topolvm' } } } }),
  ],
  'a generic ephemeral volume of no class': [
    volume({ ephemeral: { volumeClaimTemplate: { spec: {} } } }),
    `${at}.ephemeral.volumeClaimTemplate.spec.storageClassName: ${noClass}`,
  ],
  'a driver': [
    volume({ csi: { driver: 'secrets.csi.example' } }),
    `${at}.csi.driver: there is no CSIDriver secrets.csi.example; ${draw}`,
  ],
  'a variable from a ConfigMap': [
    [
      set(qwen, `${server}.env[0].valueFrom`, { configMapKeyRef: { name: 'a', key: 'b' } }),
      set(qwen, `${server}.env[1].valueFrom.configMapKeyRef.key`, 'verison'),
    ],
    `${qwen} ${server}.env[0].valueFrom.configMapKeyRef.name: there is no ConfigMap llm-serving/a; ${draw}`,
    `${qwen} ${server}.env[1].valueFrom.configMapKeyRef.name: ConfigMap stage-1b9acf18 has no key 'verison'; take one that it has: stage.sh, drain.sh, version`,
  ],
  'a variable from a Secret': [
    set(qwen, `${server}.env[0].valueFrom`, { secretKeyRef: { name: 'a', key: 'b' } }),
    `${qwen} ${server}.env[0].valueFrom.secretKeyRef.name: there is no Secret llm-serving/a; ${draw}`,
  ],
  'all variables of a ConfigMap and of a Secret': [
    set(qwen, `${server}.envFrom`, [
      { configMapRef: { name: 'a' } },
      { secretRef: { name: 'b' } },
      { secretRef: { name: 'c', optional: true } },
    ]),
    `${qwen} ${server}.envFrom[0].configMapRef.name: there is no ConfigMap llm-serving/a; ${draw}`,
    `${qwen} ${server}.envFrom[1].secretRef.name: there is no Secret llm-serving/b; ${draw}`,
  ],
  'a Service in an argument': [
    set(
      qwen,
      `${pod}.initContainers[0].args[0]`,
      'http://weights.model-store.svc:8080,http://x.y.svc.cluster.local http://a.b.svcx file.svc a.b.c.svc',
    ),
    `${qwen} ${pod}.initContainers[0].args[0]: there is no Service model-store/weights; did you mean 'weights-server'? else ${host}`,
    `${qwen} ${pod}.initContainers[0].args[0]: there is no Service y/x; ${host}`,
  ],
  'a Service of the environment in another namespace': [
    set(qwen, `${server}.env`, [{ name: 'A', value: 'http://weights-server.llm-serving.svc:8080' }]),
    `${qwen} ${server}.env[0].value: there is no Service llm-serving/weights-server; ${nearOf(host, 'model-store/weights-server')}`,
  ],
  'a Service in a command': [
    set(qwen, `${pod}.initContainers[0].command[1]`, 'http://a.b.svc'),
    `${qwen} ${pod}.initContainers[0].command[1]: there is no Service b/a; ${host}`,
  ],
  'a Service in a variable': [
    set(qwen, `${server}.env[0].value`, 'http://a.b.svc'),
    `${qwen} ${server}.env[0].value: there is no Service b/a; ${host}`,
  ],
  'an argument of a container without a command': [
    set(qwen, `${server}.args[1]`, 'http://a.b.svc'),
    `${qwen} ${server}.args[1]: there is no Service b/a; ${host}`,
  ],
});
