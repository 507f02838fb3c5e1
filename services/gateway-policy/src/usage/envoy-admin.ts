/** What the policy asks of Envoy's administration, on loopback. */
import type { ClusterState } from '../clusters/known-clusters';

/** What Envoy is doing. */
export interface EnvoyState {
  /** When its process started, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Requests of clients that are not finished. */
  readonly active: number;
}

export interface EnvoyAdmin {
  /** undefined: it does not answer */
  state(): Promise<EnvoyState | undefined>;
  /** Its clusters by name; undefined: it does not answer */
  clusters(): Promise<ReadonlyMap<string, ClusterState> | undefined>;
  reopenLogs(): Promise<boolean>;
}

const clusterStat = /^cluster\.(.*)\.(update_success|membership_total|membership_healthy): (\d+)$/gm;

/** The states of clusters, from Envoy's statistics as it prints them. */
export function clusterStates(stats: string): ReadonlyMap<string, ClusterState> {
  const values = new Map<string, Record<string, number>>();
  for (const [, name = '', stat = '', value] of stats.matchAll(clusterStat))
    values.set(name, { ...values.get(name), [stat]: Number(value) });
  const state = (found: Record<string, number>): ClusterState => ({
    answered: (found['update_success'] ?? 0) > 0,
    pods: found['membership_total'] ?? 0,
    healthy: found['membership_healthy'] ?? 0,
  });
  return new Map([...values].map(([name, found]) => [name, state(found)]));
}

const timeout = () => AbortSignal.timeout(1000);

export const envoyAdmin = (port: number): EnvoyAdmin => {
  const base = `http://127.0.0.1:${port}`;
  const text = async (path: string) => {
    const response = await fetch(`${base}${path}`, { signal: timeout() });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.text();
  };
  return {
    async state() {
      try {
        const now = Date.now();
        const stats = await text('/stats?filter=^(server\\.uptime|http\\.clients\\.downstream_rq_active)$');
        const value = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(stats)?.[1]);
        const uptime = value('server\\.uptime');
        const active = value('http\\.clients\\.downstream_rq_active');
        return Number.isNaN(uptime) || Number.isNaN(active) ? undefined : { startedAt: now - uptime * 1000, active };
      } catch {
        return undefined;
      }
    },
    async clusters() {
      try {
        return clusterStates(await text('/stats?filter=^cluster\\..*\\.(update_success|membership_(total|healthy))$'));
      } catch {
        return undefined;
      }
    },
    async reopenLogs() {
      try {
        const response = await fetch(`${base}/reopen_logs`, { method: 'POST', signal: timeout() });
        await response.arrayBuffer();
        return response.ok;
      } catch {
        return false;
      }
    },
  };
};
