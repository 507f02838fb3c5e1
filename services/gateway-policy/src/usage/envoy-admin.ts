/** What the policy asks of Envoy's administration, on loopback. */

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
  reopenLogs(): Promise<boolean>;
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
