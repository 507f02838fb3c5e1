/** What the checks work with: everything that a test gives in another form. */
import type { EngineKey } from '../keys/engine-key';
import type { Failures } from '../keys/failures';
import type { BodyBudget } from '../request/budget';
import type { ModelNames } from '../request/names';
import type { Judges } from '../request/workers';
import type { Admissions } from '../limits/admissions';
import type { Log } from '../metrics/log';
import type { Configuration } from '../reload/configuration';

/** The files of the gateway as they are now. */
export interface State {
  readonly configuration: Configuration;
  readonly names: ModelNames;
}

export interface Context {
  /** Undefined until everything has been read once. */
  state(): State | undefined;
  readonly judges: Judges;
  readonly admissions: Admissions;
  readonly failures: Failures;
  readonly bodies: BodyBudget;
  /** Whether Envoy routes to a cluster. */
  isRouted(cluster: string): boolean;
  readonly trustedHops: number;
  readonly ollamaVersion: string;
  /** What engines ask for as their key. */
  engineKey(): EngineKey;
  /** Milliseconds. */
  now(): number;
  /** Names and numbers: never a key, a header or a body. */
  readonly log: Log;
  /** Counts a refusal by its code. */
  refused(reason: string): void;
}

/** A request as a check sees it. */
export interface CheckedRequest {
  readonly method: string;
  /** Path and query as the client wrote them. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}
