// What gguf-parser-go estimates for files and settings, one JSON object a line in and out: it is a library, whose own
// program prints whole reports only. The first device of an answer is the host.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	parser "github.com/gpustack/gguf-parser-go"
)

type question struct {
	Path           string    `json:"path"`
	ContextSize    int32     `json:"contextSize"`
	Parallel       int32     `json:"parallel"`
	LogicalBatch   int32     `json:"logicalBatch"`
	PhysicalBatch  int32     `json:"physicalBatch"`
	CacheTypeK     string    `json:"cacheTypeK"`
	CacheTypeV     string    `json:"cacheTypeV"`
	FlashAttention bool      `json:"flashAttention"`
	TensorSplit    []float64 `json:"tensorSplit"`
}

type device struct {
	Weights uint64 `json:"weights"`
	Cache   uint64 `json:"cache"`
	Compute uint64 `json:"compute"`
}

var cacheTypes = map[string]parser.GGMLType{
	"f32": parser.GGMLTypeF32, "f16": parser.GGMLTypeF16, "bf16": parser.GGMLTypeBF16, "q8_0": parser.GGMLTypeQ8_0,
	"q5_1": parser.GGMLTypeQ5_1, "q5_0": parser.GGMLTypeQ5_0, "q4_1": parser.GGMLTypeQ4_1, "q4_0": parser.GGMLTypeQ4_0,
	"iq4_nl": parser.GGMLTypeIQ4_NL,
}

func answer(q question) ([]device, error) {
	file, err := parser.ParseGGUFFile(q.Path, parser.SkipLargeMetadata(), parser.UseMMap())
	if err != nil {
		return nil, err
	}
	options := []parser.GGUFRunEstimateOption{
		parser.WithLLaMACppContextSize(q.ContextSize),
		parser.WithParallelSize(q.Parallel),
		parser.WithLLaMACppLogicalBatchSize(q.LogicalBatch),
		parser.WithLLaMACppPhysicalBatchSize(q.PhysicalBatch),
		parser.WithLLaMACppCacheKeyType(cacheTypes[q.CacheTypeK]),
		parser.WithLLaMACppCacheValueType(cacheTypes[q.CacheTypeV]),
		parser.WithLLaMACppOffloadLayers(uint64(1) << 32),
		parser.WithTensorSplitFraction(q.TensorSplit),
	}
	if q.FlashAttention {
		options = append(options, parser.WithFlashAttention())
	}
	var devices []device
	for _, each := range file.EstimateLLaMACppRun(options...).Devices {
		weights, cache, compute := each.Weight, each.KVCache, each.Computation
		devices = append(devices, device{
			Weights: uint64(weights.Input + weights.Compute + weights.Output),
			Cache:   uint64(cache.Key + cache.Value),
			Compute: uint64(compute.Sum()),
		})
	}
	return devices, nil
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var q question
		err := json.Unmarshal(lines.Bytes(), &q)
		var devices []device
		if err == nil {
			devices, err = answer(q)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		_ = out.Encode(devices)
	}
}
