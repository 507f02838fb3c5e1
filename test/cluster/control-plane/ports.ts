/** The ports of a control plane. */
import { takeBlock } from '../../components/ports';

/** Until they are given back or the process ends. */
export interface Ports {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiServer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kwok: number;
  giveBack(): Promise<void>;
}

export async function takePorts(): Promise<Ports> {
  const {
    ports: [etcd = 0, etcdPeer = 0, apiServer = 0, controllerManager = 0, scheduler = 0, kwok = 0],
    giveBack,
  } = await takeBlock();
  return { etcd, etcdPeer, apiServer, controllerManager, scheduler, kwok, giveBack };
}
