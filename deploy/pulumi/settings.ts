/**
 * The configuration of a stack, typed: which cluster, and what may be deleted. Everything else is the overlay's
 * business.
 */
import { runtime, type Config, type Input } from '@pulumi/pulumi';
import { z } from 'zod';
import { FaultError } from '../../lib';
import { readInput, words } from '../../lib/internal';

/** The repository that Flux follows, for an environment with `delivery: 'gitops'`. */
export interface RepositorySettings {
  readonly url: string;
  /** @default 'main' */
  readonly branch?: string;
  /** Secret with the credentials, in Flux's namespace. @default - a public repository */
  readonly secretName?: string;
}

export interface Settings {
  /** Path or contents of a kubeconfig. @default - $KUBECONFIG, else ~/.kube/config */
  readonly kubeconfig?: Input<string>;
  /** Context of the kubeconfig. @default - its current one */
  readonly context?: string;
  /** Protected objects that may be deleted: `PersistentVolumeClaim/model-store/model-store`. @default [] */
  readonly allowDelete: readonly string[];
  /**
   * Whether objects stay in the cluster when they leave the stack, since another delivery takes them over.
   * @default false
   */
  readonly handOver: boolean;
  /** @default - the GitRepository that the cluster's bootstrap made */
  readonly repository?: RepositorySettings;
}

const objectName = z
  .string()
  .regex(/^[A-Z]\w*(\/[^\s/]+){1,2}$/, { error: 'Kind/namespace/name, or Kind/name for objects without a namespace' });

/** A path, or the whole text of a kubeconfig, which has many lines. */
const kubeconfig = z.string().regex(/\S/, { error: 'the path or the contents of a kubeconfig' });

const schema = z.strictObject({
  kubeconfig: kubeconfig.optional(),
  context: words.optional(),
  allowDelete: z.array(objectName).optional(),
  handOver: z.boolean().optional(),
  repository: z
    .strictObject({
      url: z
        .string()
        .regex(/^(https?|ssh):\/\/\S+$/, { error: 'an address that begins with https://, http:// or ssh://' }),
      branch: words.optional(),
      secretName: words.optional(),
    })
    .optional(),
});

/** Values that are texts whatever they look like. */
const texts: ReadonlySet<string> = new Set(['context', 'kubeconfig']);

/** Pulumi hands every value over as a text: lists, objects, numbers and booleans as JSON. */
function valueOf(key: string, text: string): unknown {
  if (texts.has(key)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Where a stack's settings are. */
export const settingsPath = (stack: string): string => `Pulumi.${stack}.yaml.config`;

/**
 * Reads what `pulumi config set` wrote.
 *
 * @throws FaultError when there is a setting that no stack has, or a value that it does not take
 */
export function readSettings(config: Config, stack: string): Settings {
  const prefix = `${config.name}:`;
  const given = Object.entries(runtime.allConfig()).flatMap(([key, text]) =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), text] as const] : [],
  );
  const { value, faults } = readInput(
    schema,
    Object.fromEntries(given.map(([key, text]) => [key, valueOf(key, text)])),
    settingsPath(stack),
  );
  if (faults !== undefined) throw new FaultError(faults);
  const { context, allowDelete = [], handOver = false, repository } = value;
  return { kubeconfig: config.getSecret('kubeconfig'), context, allowDelete, handOver, repository };
}
