/** A dashboard as a ConfigMap: the sidecar of Grafana finds it by its labels. */
import { ConfigMap } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { objectLabels, type Owner } from '../../kubernetes/draw';

export interface DashboardConfigProps {
  readonly namespace: string;
  /** Name of the ConfigMap: `dashboard-models`. @default - the id of the construct */
  readonly name?: string;
  /** What Grafana imports. */
  readonly dashboard: object;
  /** Folder of Grafana. */
  readonly folder: string;
  /** Labels that the sidecar looks for. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A ConfigMap with one file. */
export class DashboardConfig extends Construct {
  constructor(scope: Construct, id: string, props: DashboardConfigProps) {
    super(scope, id);
    const { namespace, name = id, dashboard, folder, labels } = props;
    const owner: Owner = { component: 'dashboard', instance: name };
    new ConfigMap(this, 'config', {
      metadata: {
        name,
        namespace,
        labels: { ...objectLabels(owner), ...labels },
        annotations: {
          grafana_folder: folder,
          // `${prometheus}` is a variable of the dashboard, and none of Flux.
          'kustomize.toolkit.fluxcd.io/substitute': 'disabled',
        },
      },
      data: { [`${name}.json`]: `${JSON.stringify(dashboard, null, 1)}\n` },
    });
  }
}
