import type { NetworkProxy } from '../network-proxy.ts';
import { activationDistance } from './activation-distance.ts';
import { fisher } from './fisher.ts';
import { gradientNorm } from './gradient-norm.ts';
import { grasp } from './grasp.ts';
import { headConfidence } from './head-confidence.ts';
import { headImportance } from './head-importance.ts';
import { headSoftmaxConfidence } from './head-softmax-confidence.ts';
import { jacobianCosine } from './jacobian-cosine.ts';
import { jacobianCovariance } from './jacobian-covariance.ts';
import { logSynflow } from './log-synflow.ts';
import { lpzero } from './lpzero.ts';
import { naswot } from './naswot.ts';
import { pca } from './pca.ts';
import { snip } from './snip.ts';
import { synapticDiversity } from './synaptic-diversity.ts';
import { synapticSaliency } from './synaptic-saliency.ts';
import { synflow } from './synflow.ts';
import { weightedPca } from './weighted-pca.ts';

/** Every proxy that runs the network, in the order in which they are listed. */
export const NETWORK_PROXIES: readonly NetworkProxy[] = [
  gradientNorm,
  snip,
  grasp,
  fisher,
  synflow,
  logSynflow,
  jacobianCovariance,
  jacobianCosine,
  naswot,
  synapticDiversity,
  synapticSaliency,
  activationDistance,
  headImportance,
  headConfidence,
  headSoftmaxConfidence,
  pca,
  weightedPca,
  lpzero,
];
