/** Finds the context of a kubeconfig, and what is wrong with it. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { refuse, suggest } from '../../lib/internal';
import { type Access, run } from './process';
import { wordsOf } from './trouble';

/** The parts of a kubeconfig that are read here, as `kubectl config view` prints them. */
interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly contexts?:
    | readonly { readonly name: string; readonly context?: { readonly cluster?: string; readonly user?: string } }[]
    | null;
  readonly clusters?: readonly { readonly name: string; readonly cluster?: { readonly server?: string } }[] | null;
  readonly users?: readonly { readonly name: string }[] | null;
}

/** The files that kubectl reads without `--kubeconfig`. */
function usualFiles(): readonly string[] {
  const stated = (process.env['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  return stated.length > 0 ? stated : [join(process.env['HOME'] ?? homedir(), '.kube', 'config')];
}

const otherFile = 'name another file: --kubeconfig FILE';

function kubeconfigOf(access: Access, place: string): Kubeconfig {
  // To kubectl a file that does not exist is one without contexts.
  if (access.kubeconfig !== undefined && !existsSync(access.kubeconfig))
    return refuse('KubeconfigNotRead', place, 'there is no such file', { fix: otherFile });
  const files = usualFiles();
  if (access.kubeconfig === undefined && !files.some((path) => existsSync(path))) {
    return refuse(
      'KubeconfigNotRead',
      place,
      `there is none: ${files.join(' and ')} ${files.length === 1 ? 'does' : 'do'} not exist`,
      {
        fix: [
          'get one from your cloud (aws eks update-kubeconfig, gcloud container clusters get-credentials, az aks get-credentials), or from who runs the cluster',
          'name one: --kubeconfig FILE',
        ],
      },
    );
  }
  const { stdout, stderr, failed } = run(access, ['config', 'view', '--output', 'json']);
  if (failed)
    return refuse('KubeconfigNotRead', place, `kubectl says: ${wordsOf(stderr).join('; ')}`, {
      fix: ['correct the file', otherFile],
    });
  return JSON.parse(stdout) as Kubeconfig;
}

/** Finds what a context names and the file does not have; kubectl would ask `localhost:8080` instead. */
function requireWhole(context: string, place: string, { contexts, clusters, users }: Kubeconfig): void {
  const { cluster, user } = contexts?.find(({ name }) => name === context)?.context ?? {};
  const fix = ['correct this context in the kubeconfig', 'name another: --context NAME'];
  const at = `${place}: context '${context}'`;
  const found = clusters?.find(({ name }) => name === cluster);
  if (found === undefined)
    refuse('KubeconfigNotRead', at, `it names cluster '${cluster ?? ''}', which the file does not have`, { fix });
  if ((found?.cluster?.server ?? '') === '')
    refuse('KubeconfigNotRead', at, `its cluster '${cluster ?? ''}' has no server`, { fix });
  if (user !== undefined && users?.some(({ name }) => name === user) !== true)
    refuse('KubeconfigNotRead', at, `it names user '${user}', which the file does not have`, { fix });
}

/** The context that is meant, checked: kubectl would take a broken one for `localhost:8080`. */
export function contextOf(access: Access): string {
  const place = access.kubeconfig ?? 'kubeconfig';
  const kubeconfig = kubeconfigOf(access, place);
  const known = (kubeconfig.contexts ?? []).map(({ name }) => name).toSorted();
  if (known.length === 0) return refuse('UnknownContext', place, 'it has no contexts', { fix: otherFile });
  const current = kubeconfig['current-context'] ?? '';
  const { context = current } = access;
  if (context === '')
    return refuse('UnknownContext', place, 'it has no current context', {
      fix: 'name one: --context NAME',
      allowed: known,
    });
  if (!known.includes(context)) {
    return refuse(
      'UnknownContext',
      place,
      access.context === undefined
        ? `its current context '${context}' does not exist`
        : `it has no context '${context}'`,
      {
        'did you mean': suggest(context, known),
        ...(access.context === undefined ? { fix: 'name one: --context NAME' } : {}),
        allowed: known,
      },
    );
  }
  requireWhole(context, place, kubeconfig);
  return context;
}
