/** `glm4`: GLM 4 and GLM Z1, with fused gate-up and norms after each block. Source: llama.cpp src/models/glm4.cpp. */
import { decoder } from '../decoder';

export const glm4 = decoder({
  fusedGateUp: true,
});
