/**
 * Pods as the manifests of an environment have them, with the ConfigMaps that they mount: nothing here comes from our
 * own objects.
 */
import { synthesise, type EnvironmentInput, type Synthesis } from '../../../lib';
import type { Container, PodSpec } from '../../../lib/kubernetes/kinds';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';

/** A pod of a workload. */
export interface RenderedPod {
  readonly environment: string;
  readonly kind: string;
  /** Name of the workload. */
  readonly name: string;
  readonly spec: PodSpec;
  /** Data of the ConfigMaps of the namespace, by name. */
  readonly configMaps: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** An environment, rendered. */
export interface Rendered {
  readonly synthesis: Synthesis;
  readonly manifests: readonly Manifest[];
  readonly pods: readonly RenderedPod[];
}

const workloadKinds: readonly string[] = ['Deployment', 'StatefulSet', 'Job', 'CronJob'];

interface Templated {
  readonly template: { readonly spec: PodSpec };
}

/** The pod of a workload; a CronJob has it in the template of its Jobs. */
function podSpecOf({ kind, spec }: Manifest): PodSpec {
  const workload =
    kind === 'CronJob'
      ? (spec as { readonly jobTemplate: { readonly spec: Templated } }).jobTemplate.spec
      : (spec as Templated);
  return workload.template.spec;
}

/** Files of a ConfigMap, those in base64 too. */
function textsOf({ data = {}, binaryData = {} }: Manifest): Readonly<Record<string, string>> {
  const decoded = Object.entries(binaryData as Readonly<Record<string, string>>).map(
    ([file, text]) => [file, Buffer.from(text, 'base64').toString('utf8')] as const,
  );
  return { ...(data as Readonly<Record<string, string>>), ...Object.fromEntries(decoded) };
}

const configMapsOf = (manifests: readonly Manifest[], namespace: string | undefined): RenderedPod['configMaps'] =>
  Object.fromEntries(
    manifests
      .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === namespace)
      .map((manifest) => [manifest.metadata.name, textsOf(manifest)]),
  );

/** Synthesises an environment, and keeps what leaves the house: JSON. */
export function render(input: EnvironmentInput): Rendered {
  const synthesis = synthesise(input);
  const manifests = JSON.parse(
    JSON.stringify(synthesis.charts.flatMap((chart) => chart.manifests)),
  ) as readonly Manifest[];
  const pods = manifests
    .filter(({ kind }) => workloadKinds.includes(kind))
    .map((manifest): RenderedPod => ({
      environment: input.name,
      kind: manifest.kind,
      name: manifest.metadata.name,
      spec: podSpecOf(manifest),
      configMaps: configMapsOf(manifests, manifest.metadata.namespace),
    }));
  return { synthesis, manifests, pods };
}

/** A container of a pod by name, an init container too. */
export function containerOf({ name, spec }: RenderedPod, wanted: string): Container {
  const found = [...(spec.initContainers ?? []), ...spec.containers].find((container) => container.name === wanted);
  if (found === undefined) throw new Error(`${name} has no container ${wanted}`);
  return found;
}

/** The pod of a workload whose name is, or begins with, what is given. */
export function podOf({ pods }: Rendered, name: string): RenderedPod {
  const found = pods.find((pod) => pod.name === name) ?? pods.find((pod) => pod.name.startsWith(name));
  if (found === undefined) throw new Error(`no workload ${name}; there are ${pods.map((pod) => pod.name).join(', ')}`);
  return found;
}

/** Whether a container asks for GPUs, or for shares or slices of them. */
export const hasGpus = ({ resources }: Container): boolean =>
  Object.keys(resources?.limits ?? {}).some((name) => name.startsWith('nvidia.com/'));

/** Every pod that runs an engine, of all environments. */
export const enginePods = (rendered: readonly Rendered[], engine: 'llama-server' | 'ollama'): readonly RenderedPod[] =>
  rendered.flatMap(({ pods }) => pods.filter(({ spec }) => spec.containers.some(({ name }) => name === engine)));
