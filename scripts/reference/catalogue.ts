/** The page of the catalogue: GPUs, machines, images and models. */
import { gpus, imageReference, images, instances, type Model } from '../../lib';
import { inMib, usableGpu } from '../../lib/internal';
import { models } from '../../overlays/models';
import { markdownTable } from '../command/markdown-table';
import { page } from './page';

const version = (numbers: readonly number[]): string => numbers.join('.');

const gib = (bytes: number): string => (bytes / 1024 ** 3).toFixed(2);

const weights = ({ files, tensors, projector }: Model): string => {
  const stated = files.every(({ bytesFrom }) => bytesFrom === 'stated');
  return `${gib(files.reduce((sum, { bytes }) => sum + bytes, 0))} GiB${stated ? '' : ', computed'}${tensors.from === 'header' ? '' : ', standard mix'}${projector === undefined ? '' : `; projector ${projector.facts.type}, ${gib(projector.file.bytes)} GiB`}`;
};

const price = (dollars: number | undefined): string => (dollars === undefined ? 'unknown' : `$${dollars}`);

export const cataloguePage = (): string =>
  page(
    'Catalogue',
    'GPUs, images, machines and models that an environment can use. Others are refused, unless the environment adds them to its `catalog`.',
    '## GPUs',
    'MiB is the memory that the driver reports. The plan uses the usable MiB.',
    markdownTable(
      ['product', 'MiB', 'usable MiB', 'GB/s', 'MIG profiles (MiB × most per GPU)', 'source'],
      Object.values(gpus).map((gpu) => [
        `\`${gpu.product}\``,
        `${gpu.memoryMib}`,
        `${Math.floor(inMib(usableGpu(gpu).value))}`,
        `${gpu.bandwidthGbPerSecond}`,
        gpu.migProfiles.map(({ profile, memoryMib, perGpu }) => `${profile} (${memoryMib} × ${perGpu})`).join(', '),
        gpu.source,
      ]),
    ),
    '## Images',
    markdownTable(
      ['image', 'oldest allowed version', 'reason', 'run in tests'],
      Object.values(images).map((image) => [
        `\`${imageReference(image)}\``,
        version(image.minimum.version),
        image.minimum.because,
        image.proven ? 'yes' : ['no', ...('untried' in image ? [image.untried] : [])].join(': '),
      ]),
    ),
    '## Machines',
    markdownTable(
      ['machine', 'vCPU', 'MiB', 'GPUs', 'NVMe GB', 'on demand per hour', 'date of the price'],
      Object.entries(instances).map(([key, instance]) => [
        `\`${key}\``,
        `${instance.vcpu}`,
        `${instance.memoryMib}`,
        instance.gpu === undefined ? '' : `${instance.gpu.count} × ${instance.gpu.product}`,
        `${instance.localNvmeGb ?? 0}`,
        price(instance.onDemand?.usdPerHour),
        instance.onDemand?.date ?? '',
      ]),
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
