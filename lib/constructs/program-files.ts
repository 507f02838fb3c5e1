/**
 * The files of a pod's programs. A program is a ConfigMap that all pods of its namespace share; its name follows its
 * content, so that a changed program replaces pods. What only one workload reads is a ConfigMap of that workload.
 */
import { Chart } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { listsOf, nameByContent, objectLabels, type Owner, programComponent, programNamed } from '../kubernetes/draw';
import type { Volume, VolumeMount } from '../kubernetes/kinds';
import { programFile, programFolder, type ProgramRun } from '../programs';

/** Files of programs, mounted read-only where programs look for them. */
export interface ProgramFiles {
  readonly volume: Volume;
  readonly mount: VolumeMount;
}

/** A prop of every construct whose pods run programs. */
export interface WithPrograms {
  /**
   * The construct below which the ConfigMaps of programs are drawn, each once for a namespace: a chart that is applied
   * before this one.
   * @default - the chart of this construct
   */
  readonly programs?: Construct;
}

/** Whose files they are, and where they are drawn. */
interface ProgramPlace extends WithPrograms {
  readonly namespace: string;
  readonly owner: Owner;
  /**
   * How the lists of a workload reach its pods. `new-pods`: a changed list has another name, which replaces the pods.
   * `next-start`: the name stays, and the next pod reads what the list is by then. @default 'new-pods'
   */
  readonly lists?: 'new-pods' | 'next-start';
}

type Files = Readonly<Record<string, string>>;
type Run = Pick<ProgramRun, 'command' | 'files'>;

const volumeName = 'programs';

/** A file that a run's command names is its program; the others are what the program reads. */
const isProgram = ({ command }: Run, file: string): boolean => command.includes(programFile(file));

/** A file as a field of its ConfigMap: YAML of other tools takes no control characters, so a text with one is base64. */
function contentOf(file: string, text: string): { readonly data?: Files; readonly binaryData?: Files } {
  return /(?![\t\n\r])\p{Cc}/u.test(text)
    ? { binaryData: { [file]: Buffer.from(text, 'utf8').toString('base64') } }
    : { data: { [file]: text } };
}

/** Name of a program's ConfigMap, which is added where the namespace has none yet. */
function sharedProgram(home: Construct, namespace: string, file: string, text: string): string {
  const program = file.replace(/\.[^.]*$/, '');
  const content = contentOf(file, text);
  const name = nameByContent(programNamed(program), content.data ?? content);
  const id = `${namespace}.${name}`;
  if (home.node.tryFindChild(id) === undefined) {
    const labels = objectLabels({ component: programComponent, instance: program });
    new ConfigMap(home, id, { metadata: { name, namespace, labels }, ...content, immutable: true });
  }
  return name;
}

/** Name of the ConfigMap of what one workload reads. */
function listsNamed(scope: Construct, { namespace, owner, lists = 'new-pods' }: ProgramPlace, data: Files): string {
  const base = listsOf(owner.instance);
  const isFixed = lists === 'new-pods';
  const name = isFixed ? nameByContent(base, data) : base;
  new ConfigMap(scope, 'lists', {
    metadata: { name, namespace, labels: objectLabels(owner) },
    data,
    immutable: isFixed ? true : undefined,
  });
  return name;
}

/** Adds the ConfigMaps that runs need and are not there yet, and describes how to mount all of them as one folder. */
export function programFiles(scope: Construct, place: ProgramPlace, runs: readonly Run[]): ProgramFiles {
  const files = runs.flatMap((run) =>
    Object.entries(run.files).map(([file, text]) => ({ file, text, runs: isProgram(run, file) })),
  );
  const read = files.filter((each) => !each.runs).sort((a, b) => (a.file < b.file ? -1 : 1));
  const home = place.programs ?? Chart.of(scope);
  const names = [
    ...new Set(
      files.filter((each) => each.runs).map(({ file, text }) => sharedProgram(home, place.namespace, file, text)),
    ),
    ...(read.length === 0
      ? []
      : [listsNamed(scope, place, Object.fromEntries(read.map(({ file, text }) => [file, text])))]),
  ];
  return {
    volume: {
      name: volumeName,
      projected: { defaultMode: 0o555, sources: names.map((name) => ({ configMap: { name } })) },
    },
    mount: { name: volumeName, mountPath: programFolder, readOnly: true },
  };
}
