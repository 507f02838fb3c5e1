/** The sizes of buffers in a log of llama-server, as builds print them. */
import { expect, test } from '@jest/globals';
import { measuredBuffers } from '../../scripts/measure/log';

/** Two GPUs: lines of llama.cpp b11382 with the CUDA backend's names of buffers. */
const twoGpus = `
ggml_cuda_init: found 2 CUDA devices:
  Device 0: NVIDIA L40S, compute capability 8.9, VMM: yes
  Device 1: NVIDIA L40S, compute capability 8.9, VMM: yes
load_tensors: offloaded 33/33 layers to GPU
load_tensors:   CPU_Mapped model buffer size =   281.81 MiB
load_tensors:        CUDA0 model buffer size =  2113.28 MiB
load_tensors:        CUDA1 model buffer size =  2290.21 MiB
llama_context:  CUDA_Host  output buffer size =     1.96 MiB
llama_kv_cache:      CUDA0 KV buffer size =   512.00 MiB
llama_kv_cache:      CUDA1 KV buffer size =   480.00 MiB
llama_kv_cache:      CUDA0 KV buffer size =    24.50 MiB
llama_memory_recurrent:      CUDA1 RS buffer size =    12.25 MiB
sched_reserve:      CUDA0 compute buffer size =   900.00 MiB
sched_reserve:      CUDA0 compute buffer size =   268.03 MiB
sched_reserve:      CUDA1 compute buffer size =   300.04 MiB
sched_reserve:  CUDA_Host compute buffer size =    72.02 MiB
`;

test('is summed for each GPU and the host; of graphs that are reserved twice, the last counts', () => {
  expect(measuredBuffers(twoGpus)).toEqual({
    gpu: [2113.28 + 512 + 24.5 + 268.03, 2290.21 + 480 + 12.25 + 300.04].map((size) => Number(size.toFixed(2))),
    host: Number((281.81 + 1.96 + 72.02).toFixed(2)),
    names: ['NVIDIA L40S', 'NVIDIA L40S'],
  });
});

test('of a CPU has no GPU, and what is rearranged counts', () => {
  expect(
    measuredBuffers(`
load_tensors:   CPU_Mapped model buffer size =  1918.35 MiB
load_tensors:   CPU_REPACK model buffer size =   700.00 MiB
llama_kv_cache:        CPU KV buffer size =   224.00 MiB
sched_reserve:        CPU compute buffer size =   256.50 MiB
`),
  ).toEqual({ gpu: [], host: 1918.35 + 700 + 224 + 256.5, names: [] });
});

test('of more than ten GPUs stands in their order', () => {
  const log = [10, 2, 1].map((number) => `load_tensors: CUDA${number} model buffer size = ${number}.00 MiB`).join('\n');
  expect(measuredBuffers(log).gpu).toEqual([1, 2, 10]);
});
