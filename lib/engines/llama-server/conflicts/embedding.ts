/** Servers that write no text: batches in which a text does not fit whole, and rankings that the model cannot give. */
import { type AnyArchitectureName, type ArchitectureName, isArchitecture } from '../../../catalog';
import { childPath, type Fault, fault } from '../../../core';
import type { Check } from './check';

/** Rerankers in which a token sees only those before it. */
const causal: readonly AnyArchitectureName[] = ['qwen3'];

export const embedding: Check = ({ embedding: pooling, batchSize, ubatchSize, contextLength }, { model }, at) => {
  if (pooling === undefined) return undefined;
  const found: Fault[] = [];
  if (batchSize > ubatchSize) {
    found.push(
      fault(
        'EmbeddingBatch',
        childPath(at, 'batchSize'),
        `${batchSize}: for embeddings the server lowers it to ubatchSize, ${ubatchSize}`,
        { fix: [`batchSize ${ubatchSize}`, `ubatchSize ${batchSize}`] },
      ),
    );
  }
  // With attention over what comes before, the last token is all that is read, so that a text may come in parts.
  const inParts =
    pooling === 'last' ||
    (pooling === 'rank' && model !== undefined && causal.includes(model.architecture.architecture));
  if (!inParts && ubatchSize < contextLength) {
    found.push(
      fault(
        'EmbeddingBatch',
        childPath(at, 'ubatchSize'),
        `${ubatchSize}: a text is embedded in one physical batch, and contextLength promises ${contextLength} tokens`,
        { fix: [`ubatchSize ${contextLength}`, `contextLength ${ubatchSize}`] },
      ),
    );
  }
  return found;
};

/**
 * Classes of the heads that rank, by architecture: `/v1/rerank` answers the first class alone. Qwen 3 makes
 * probabilities of its two, of which the first is `yes`; of a single one the probability is always 1.
 *
 * @see llama.cpp src/llama-graph.cpp `build_pooling`, tools/server/server-context.cpp `send_rerank` (b11382)
 */
const rankingClasses: Readonly<Partial<Record<ArchitectureName, number>>> = { bert: 1, qwen3: 2 };

const classText = (count: number): string => (count === 1 ? '1 class' : `${count} classes`);

export const ranking: Check = ({ embedding: pooling }, { model }, at) => {
  if (pooling !== 'rank' || model === undefined) return undefined;
  const { architecture, classCount } = model.architecture;
  const wanted = isArchitecture(architecture) ? rankingClasses[architecture] : undefined;
  const refuse = (found: string): Fault =>
    fault('NoRankingHead', childPath(at, 'embedding'), `'rank': ${found}`, {
      fix: ['weights of a reranker, for example bge-reranker-v2-m3 or Qwen3-Reranker', "embedding 'cls'"],
    });
  if (wanted === undefined) {
    return refuse(
      `llama-server ranks with models of ${Object.keys(rankingClasses).join(' and ')}, and this one is ${architecture}`,
    );
  }
  if (classCount === undefined) return refuse('the file of the model has no head that gives scores');
  return classCount === wanted
    ? undefined
    : refuse(
        `the head of the model has ${classText(classCount)}: the server answers the first alone, which is a ranking with ${classText(wanted)}`,
      );
};
