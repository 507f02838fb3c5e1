/** A model that may have no pod where nothing would wake it. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'replicas'], { min: 0, max: 3 }])];

export const report = `test.models.chat.replicas: 0 to 3 replicas: with cluster.metrics 'prometheus-adapter' nothing would wake a model \
without a pod.
  fix: cluster.metrics 'keda' · min 1
  [ScaleToZero]`;
