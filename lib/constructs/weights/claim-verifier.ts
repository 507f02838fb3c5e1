/** Verifies the files of a model on a claim of others, once: a Job that reads the claim and writes to another one. */
import { Construct } from 'constructs';
import type { ClaimPlace } from '../../catalog';
import { type Owner, workloadPolicy } from '../../kubernetes/draw';
import { proofsMount, scratchMount, sourceMount, verifier, type Weights } from '../../programs';
import { workloadIdentity } from '../workload-identity';
import { weightsJob, type WeightsJobProps } from './weights-job';

export interface ClaimVerifierProps extends WeightsJobProps {
  /** The claim with the files, mounted read-only as a whole, so that nothing of it changes. */
  readonly claimName: string;
  /** How the files lie on it. */
  readonly place: ClaimPlace;
  /** What is verified; a model that two engines read is listed for each. */
  readonly weights: readonly Weights[];
  /**
   * Claim in which the Job notes what it verified, for the engines that read the files in place.
   * @default - none: a weights server reads the files, and each pod verifies what it copies
   */
  readonly proofs?: string;
}

/** A Job named after the construct and its content, with its programs, identity and a policy without any connection. */
export class ClaimVerifier extends Construct {
  constructor(scope: Construct, id: string, props: ClaimVerifierProps) {
    super(scope, id);
    const { namespace, claimName, place, weights, proofs } = props;
    const owner: Owner = { component: 'model-verifier', instance: id };
    workloadIdentity(this, namespace, owner);
    workloadPolicy(this, 'policy', namespace, owner, { ingress: [], egress: [] });
    weightsJob(this, props, {
      owner,
      container: 'verifier',
      models: weights.map(({ key }) => key),
      run: verifier.run({
        weights,
        place,
        reader: proofs === undefined ? 'weights-server' : 'engine',
        proofs: proofs === undefined ? scratchMount : proofsMount,
      }),
      written:
        proofs === undefined
          ? undefined
          : { volume: { name: 'proofs', persistentVolumeClaim: { claimName: proofs } }, path: proofsMount },
      further: [
        {
          volume: { name: 'source', persistentVolumeClaim: { claimName, readOnly: true } },
          path: sourceMount,
          readOnly: true,
        },
      ],
    });
  }
}
