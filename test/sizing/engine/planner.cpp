// Prints what llama.cpp b11382 would allocate for a model, per buffer type: [weights, cache and state, compute] in bytes. Allocates nothing.
//
// rows.json was made with it: files of each shape in shapes.json (test/gguf/model-file.ts), `ggml-rpc-server` processes standing for GPUs
// (`--rpc 127.0.0.1:50051,...`), and the settings of each row as flags of llama-server. Build the sources of b11382 with -DGGML_RPC=ON,
// compile this file against its include folders and static libraries. For rows with layers or experts on the host, the RPC backend's
// `offload_op` has to say yes from 32 tokens on, as the CUDA backend's does.
#include "llama.h"
#include "llama-ext.h"
#include "arg.h"
#include "common.h"
#include "ggml-backend.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

int main(int argc, char ** argv) {
    common_params params;
    common_init();
    if (!common_params_parse(argc, argv, params, LLAMA_EXAMPLE_SERVER)) {
        return 1;
    }
    llama_backend_init();
    auto model_params   = common_model_params_to_llama(params);
    auto context_params = common_context_params_to_llama(params);

    // as tools/server/server-context.cpp, server_output_limits
    context_params.n_outputs_max         = std::max<uint32_t>(1, context_params.n_seq_max);
    context_params.n_outputs_max_per_seq = 1;
    if (params.embedding) {
        context_params.n_batch       = std::min(context_params.n_batch, context_params.n_ubatch);
        context_params.n_outputs_max = context_params.n_batch;
    }
    model_params.no_alloc  = true;
    model_params.load_mode = LLAMA_LOAD_MODE_NONE;

    llama_model * model = llama_model_load_from_file(params.model.path.c_str(), model_params);
    llama_context * context = model ? llama_init_from_model(model, context_params) : nullptr;
    if (!context) {
        return 2;
    }
    const char * separator = "{";
    for (const auto & [type, memory] : llama_get_memory_breakdown(context)) {
        printf("%s\"%s\":[%zu,%zu,%zu]", separator, ggml_backend_buft_name(type), memory.model, memory.context, memory.compute);
        separator = ",";
    }
    printf("}\n");
    fflush(stdout);
    _exit(0);
}
