/** The page of the catalogue: GPUs, machines, images and models. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Gpu, gpus, type Image, imageReference, images, type Instance, instances, type Model } from '../../lib';
import { architectures, inMib, usableGpu } from '../../lib/internal';
import { models } from '../../overlays/models';
import { markdownTable } from '../command/markdown-table';
import { page } from './page';

const version = (numbers: readonly number[]): string => numbers.join('.');

const gib = (bytes: number): string => (bytes / 1024 ** 3).toFixed(2);

const weights = ({ files, tensors, projector }: Model): string => {
  const stated = files.every(({ bytesFrom }) => bytesFrom === 'stated');
  return `${gib(files.reduce((sum, { bytes }) => sum + bytes, 0))} GiB${stated ? '' : ', computed'}${tensors.from === 'header' ? '' : ', standard mix'}${projector === undefined ? '' : `; projector ${projector.facts.type}, ${gib(projector.file.bytes)} GiB`}`;
};

/** What was recorded of the pinned llama.cpp for the tests of the memory model. */
const recordedJson = (name: string): unknown =>
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'test', 'sizing', 'engine', name), 'utf8'));
const recorded = recordedJson('rows.json') as readonly { readonly shape: string }[];
const recordedShapes = recordedJson('shapes.json') as Readonly<
  Record<string, { readonly facts: { readonly architecture: string } }>
>;
const shapesOf = (architecture: string): readonly string[] =>
  Object.entries(recordedShapes)
    .filter(([, { facts }]) => facts.architecture === architecture)
    .map(([name]) => name);

/** Rows of the table that the tests on the real server write: a model begins with the name of its architecture. */
const [, serverStarts = ''] =
  /<!-- starts of every architecture -->([^]*)<!-- end of starts/.exec(
    readFileSync(join(__dirname, '..', '..', 'docs', 'explanation', 'engine-proof.md'), 'utf8'),
  ) ?? [];
const startsOf = (architecture: string): number =>
  serverStarts.split('\n').filter((row) => row.startsWith(`| ${architecture} `)).length;

/** Manifests of the environments as they are committed: the tests on a control plane apply the same. */
const renderedFolder = join(__dirname, '..', '..', 'test', 'environments', '__snapshots__');
const rendered = readdirSync(renderedFolder)
  .map((name) => readFileSync(join(renderedFolder, name), 'utf8'))
  .join('\n');

/** What a reader can rely on for an image, and what no test has tried. */
function proofOf(image: Image): string {
  const proof = image.proven ? 'engine' : rendered.includes(imageReference(image)) ? 'API server' : 'document';
  return image.untried === undefined ? proof : `${proof}; ${image.untried}`;
}

const price = (dollars: number | undefined): string => (dollars === undefined ? 'unknown' : `$${dollars}`);

export const cataloguePage = (): string =>
  page(
    'Catalogue',
    'GPUs, images, machines and models that an environment can use. Others are refused, unless the environment adds them to its `catalog`.',
    '## GPUs',
    'MiB is the memory that the driver reports. The plan uses the usable MiB. Of unified memory, MiB is the memory of the machine: the plan uses what pods can have of it, and counts it once. Nothing was run on a GPU: the proof of every row is `document`, that of its source. `from documents`: no labels or memory of a node with this GPU were seen either.',
    markdownTable(
      ['product', 'MiB', 'usable MiB', 'GB/s', 'processors', 'MIG profiles (MiB × most per GPU)', 'source'],
      Object.values<Gpu>(gpus).map((gpu) => [
        `\`${gpu.product}\``,
        `${gpu.memoryMib}`,
        gpu.memory === 'unified' ? 'unified' : `${Math.floor(inMib(usableGpu(gpu).value))}`,
        `${gpu.bandwidthGbPerSecond}`,
        gpu.architecture ?? 'amd64, arm64',
        gpu.migProfiles.map(({ profile, memoryMib, perGpu }) => `${profile} (${memoryMib} × ${perGpu})`).join(', '),
        gpu.proven === undefined ? gpu.source : `${gpu.source} (${gpu.proven})`,
      ]),
    ),
    '## Images',
    'The proof is `engine` if the tests build the program of the image in this version from its source, and run that: the real engine answers, measures its memory and ends as rendered. It is `API server` if pods with the image are admitted and scheduled by a real control plane. Else it is `document`: repository, tag and digest are as other public manifests have them. No image itself is pulled, and no test has a GPU. A pod runs only on nodes with processors that its images are built for. No index of a registry was read: `processors` is what the source says, and amd64 where no source says more. Only amd64 was tried.',
    markdownTable(
      ['image', 'oldest allowed version', 'reason', 'processors', 'source of the processors', 'proof'],
      Object.values<Image>(images).map((image) => [
        `\`${imageReference(image)}\``,
        version(image.minimum.version),
        image.minimum.because,
        (image.architectures ?? ['amd64']).join(', '),
        image.architecturesFrom ?? '',
        proofOf(image),
      ]),
    ),
    '## Machines',
    'The columns of pods are what pods can have of a node, before DaemonSets. Of AWS, they are the table of Karpenter; of Google Cloud and Azure they are computed by the formulas of GKE and AKS. No node of a cloud was read: the proof of every row is `document`, and preflight compares it with the live nodes. AKS reserves the memory of 250 pods for each node. Prices are of us-east-1, us-central1 and eastus, or the nearest region that has the machine. Mbit/s of Google Cloud are unknown: no source that could be read states them.',
    'Left out are parts of a GPU, since virtual GPUs have labels and drivers of their own: `g4-standard-6`, `-12` and `-24` of Google Cloud, all NVads A10 v5 of Azure, whose whole sizes have these drivers too. `a3-ultragpu-8g`, `a4-highgpu-8g` and NC RTX PRO 6000 v6 are left out because sources are missing or differ. An environment can [add them](../how-to/machines-of-your-own.md).',
    markdownTable(
      [
        'machine',
        'vCPU',
        'MiB',
        'processors',
        'millicores of pods',
        'MiB of pods',
        'GPUs',
        'NVMe GB',
        'Mbit/s',
        'on demand per hour',
        'region',
        'date of the price',
      ],
      Object.entries<Instance>(instances).map(([key, instance]) => [
        `\`${key}\``,
        `${instance.vcpu}`,
        `${instance.memoryMib}`,
        instance.architecture ?? 'amd64',
        `${instance.allocatable.millicores}`,
        `${instance.allocatable.memoryMib}`,
        instance.gpu === undefined ? '' : `${instance.gpu.count} × ${instance.gpu.product}`,
        `${instance.localNvmeGb ?? 0}`,
        instance.networkMbps === undefined ? 'unknown' : `${instance.networkMbps}`,
        price(instance.onDemand?.usdPerHour),
        instance.onDemand?.region ?? '',
        instance.onDemand?.date ?? '',
      ]),
    ),
    '## Architectures',
    'The name is that of `general.architecture` in the header of a GGUF file. `models` counts the models below. Files of the exact shapes were given to the planner of the pinned llama.cpp, and each of its starts is one answer: weights and caches are equal, and compute is never below it. The starts of the server are those of the real llama-server with the rendered arguments, which measure the same ([proof](../explanation/engine-proof.md#every-architecture-and-cache-type)). A model of another architecture needs [measured memory](../how-to/measure-memory.md).',
    markdownTable(
      ['architecture', 'models', 'shapes', 'starts of the planner', 'starts of the server'],
      architectures.map((name) => {
        const shapes = shapesOf(name);
        return [
          `\`${name}\``,
          `${Object.values(models).filter(({ architecture }) => architecture.architecture === name).length}`,
          shapes.join(', '),
          `${recorded.filter(({ shape }) => shapes.includes(shape)).length}`,
          `${startsOf(name)}`,
        ];
      }),
    ),
    '## Models',
    markdownTable(
      ['key', 'architecture', 'layers', 'context', 'weights'],
      Object.entries(models).map(([key, model]) => [
        `\`${key}\``,
        model.architecture.architecture,
        `${model.architecture.blockCount}`,
        `${model.architecture.contextLength}`,
        weights(model),
      ]),
    ),
  );
