/** The container beside an engine that writes its metrics, and where the metrics of a workload are. */
import { type Image, imageReference } from '../../../catalog';
import { container } from '../../../kubernetes/draw';
import type { Container } from '../../../kubernetes/kinds';
import type { Exporter } from '../../../engines';
import type { ProgramRun } from '../../../programs';
import type { ContainerWants } from '../../../workload';
import type { MetricsPort } from '../../observability/scraping';
import type { ProgramFiles } from '../../program-files';
import { portName } from '../../served-workload';
import type { EngineWorkloadProps } from './props';

const metricsPortName = 'metrics';

/** It has no readiness probe: an engine whose metrics fail still answers requests. */
export const exporterContainer = (
  { name, port, image }: Exporter,
  run: ProgramRun,
  wants: ContainerWants,
  files: ProgramFiles,
  given: Image = image,
): Container =>
  container(
    {
      name,
      image: imageReference(given),
      command: [...run.command],
      ports: [{ name: metricsPortName, containerPort: port, protocol: 'TCP' }],
      livenessProbe: { httpGet: { path: '/live', port: metricsPortName }, periodSeconds: 30, timeoutSeconds: 5 },
      volumeMounts: [files.mount],
    },
    wants,
  );

/** Where the pods of a workload have metrics; nowhere if the engine has none and no exporter runs. */
export function metricsPorts({
  engine,
  exporter,
  metricsKey,
  seriesLabels,
}: EngineWorkloadProps): readonly MetricsPort[] {
  const { metrics, port } = engine.contract;
  if (metrics !== undefined)
    return [{ name: portName, port, path: metrics.path, key: metricsKey, labels: seriesLabels }];
  return engine.exporter === undefined || exporter === undefined
    ? []
    : [{ name: metricsPortName, port: engine.exporter.port, labels: seriesLabels }];
}
