/** Usage, measured in one place: each line of the access log frees a slot, settles tokens, and adds to the metrics. */
import type { SharedAdmissions } from '../limits/shared-admissions';
import type { Log } from '../metrics/log';
import type { PolicyMetrics } from '../metrics/policy-metrics';
import { firstTokenOf, parseLine, reportOf } from './access-line';
import type { EnvoyAdmin } from './envoy-admin';

export const takeLine = (text: string, admissions: Pick<SharedAdmissions, 'settle'>, metrics: PolicyMetrics): void => {
  const line = parseLine(text);
  metrics.accessLines.add({ result: line === undefined ? 'broken' : 'read' });
  if (line === undefined) return;
  const { admission, client, model, code } = line;
  const report = reportOf(line);
  admissions.settle(admission, client, report);
  metrics.requests.add({ client, model, code: String(code) });
  const firstToken = firstTokenOf(line);
  if (firstToken !== undefined) metrics.firstToken.observe({ model }, firstToken);
  if (report === undefined) {
    metrics.unreported.add({ client, model });
    return;
  }
  metrics.tokens.add({ client, model, direction: 'prompt' }, report.promptTokens);
  metrics.tokens.add({ client, model, direction: 'answer' }, report.answerTokens);
};

/** No line comes later than this after the end of its request. */
const lineDelayMs = 30_000;
/** The longest stream. */
const longestMs = 2 * 3_600_000;

/**
 * Frees requests whose line will never come: those that a former process of Envoy had, all that are older than Envoy's
 * last line where Envoy has no request at all, and those that are older than the longest stream.
 */
export const freeLost = async (
  admissions: Pick<SharedAdmissions, 'free' | 'freeAdopted'>,
  envoy: Pick<EnvoyAdmin, 'state'>,
  metrics: PolicyMetrics,
  log: Log,
  started: number,
  now = Date.now(),
): Promise<void> => {
  const state = await envoy.state();
  let before = now - longestMs;
  // Uptime is in whole seconds, and a line may still be read.
  if (state !== undefined && now > state.startedAt + lineDelayMs) before = Math.max(before, state.startedAt - 1000);
  if (state?.active === 0) before = Math.max(before, now - lineDelayMs);
  const freed = admissions.free(before) + (started < before ? admissions.freeAdopted() : 0);
  if (freed === 0) return;
  metrics.freed.add({}, freed);
  log('warning', `usage: ${freed} requests are freed without a line of the access log; their charge stays`);
};
