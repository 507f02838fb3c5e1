/** What an adapter computes for a token beside the graph of its model. */
import { type ArchitectureFacts, isArchitecture } from '../../catalog';
import { architectureByName } from '../architectures';
import { queryLength } from '../architectures/decoder';
import type { FileTensor } from './model-header';

/** Elements for each token. */
export interface AdapterWidth {
  /** Beside the model's own graph. */
  readonly alone: number;
  /** The same where another adapter is loaded. */
  readonly besideOthers: number;
}

/** A matrix that an adapter changes. */
export interface ChangedMatrix {
  readonly name: string;
  readonly columns: number;
  readonly rows: number;
  readonly rank: number;
}

/** Elements that the widest layer of the model has alive at one time, without states. */
const activationsOf = (facts: ArchitectureFacts): number =>
  isArchitecture(facts.architecture)
    ? architectureByName[facts.architecture].activations(facts, {
        tokens: 1,
        slots: 0,
        queryCopied: false,
        oneQuantised: false,
      })
    : 0;

/** Rows of the attention's result. */
const attended = ({ headCount, valueLength, valueLengthMla = valueLength }: ArchitectureFacts): number =>
  headCount * valueLengthMla;

/** Rows of queries, keys and values. */
const attentionRows = (facts: ArchitectureFacts): number => {
  const heads = typeof facts.headCountKv === 'number' ? facts.headCountKv : Math.max(...facts.headCountKv);
  return queryLength(facts) + heads * (facts.keyLength + facts.valueLength);
};

/**
 * Rows that come in at the widest point of a gated network: none beside a gate of its own, where gate, up and the result
 * take the rows of gate, up and their product; half of those of a fused gate and up; all where there is no gate.
 */
function inNetwork({ name, rows }: ChangedMatrix, model: readonly FileTensor[]): number {
  const named = (part: string): FileTensor | undefined => {
    const other = name.replace(/ffn_(?:gate_up|gate|up)/, part);
    return model.find((tensor) => tensor.name === other);
  };
  if (!name.includes('ffn_gate_up') && named('ffn_gate') !== undefined) return 0;
  return (named('ffn_down')?.shape[0] ?? 0) < rows ? rows / 2 : rows;
}

/**
 * Elements of F32 that the result of an adapter takes beside what is alive at the widest point of a layer: what is alive
 * where its matrix is read, less that.
 *
 * Source: llama.cpp src/llama-graph.cpp `build_lora_mm`, `build_lora_mm_id`; what `ggml_gallocr` reserves is recorded in
 * test/sizing/engine.
 *
 * @param model the tensors of the model
 */
export function adapterWidth(
  matrix: ChangedMatrix,
  facts: ArchitectureFacts,
  model: readonly FileTensor[],
): AdapterWidth {
  const { name, columns, rows, rank } = matrix;
  const { embeddingLength: embedding, expertUsedCount = 1 } = facts;
  const times = name.includes('_exps') ? expertUsedCount : 1;
  const less = (alive: number): number => Math.max(times * rank, alive - activationsOf(facts));
  const same = (alone: number): AdapterWidth => ({ alone, besideOthers: alone });
  if (/ffn_(?:gate|up)/.test(name)) {
    const within = inNetwork(matrix, model);
    return same(within < rows ? times * (within + rank) : less(times * (2 * rows + rank) + 2 * embedding));
  }
  if (name.includes('ffn_down')) {
    const results = times * (rows + rank);
    const around = times * (columns + rank) + 2 * embedding + attended(facts);
    const withRows = (count: number): number => Math.min(results, less(count * times * rows + around));
    if (!name.includes('_exps')) return same(withRows(2));
    // Beside a network that every token takes, results of experts go where gate and up were, or find no room.
    const others = [name.replace('_exps', '_shexp'), name.replace('_exps', '')];
    const beside = model.some((tensor) => others.includes(tensor.name));
    const free = 2 * times * columns + attended(facts);
    const findsRoom = rows <= 2 * columns || times * rows <= free;
    return { alone: beside && !findsRoom ? results : withRows(2), besideOthers: withRows(3) };
  }
  return same(less(2 * embedding + Math.max(attentionRows(facts), rows) + rows + rank));
}
