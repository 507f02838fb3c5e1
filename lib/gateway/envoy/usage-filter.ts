/**
 * The filter that reads how many tokens a request took from the answer, while the answer passes: it keeps the last
 * 4 KiB, and holds nothing back. It also makes the one change of a body that the policy names.
 */
import { gatewayHeaders } from '../headers';
import { extension, type Part } from './parts';

/** Where the counts stand in the metadata of a request. */
export const tokenMetadata = { namespace: 'corral', prompt: 'prompt_tokens', answer: 'answer_tokens' } as const;

/**
 * In the text of an answer a quote is escaped, so that no answer contains `"usage":` but as a key; of several the last
 * counts. What stands at the beginning is read too: Anthropic's streams have the prompt there, embeddings all of it.
 */
const lua = `
local KEPT = 4096

local function number(text, key)
  local found
  for digits in text:gmatch('"' .. key .. '"%s*:%s*(%d+)') do found = tonumber(digits) end
  return found
end

local function last_usage(text)
  local found
  for object in text:gmatch('"usage"%s*:%s*(%b{})') do found = object end
  return found
end

-- OpenAI's and Anthropic's names. Anthropic counts what it had in its cache apart.
local function of_usage(usage)
  local prompt = number(usage, 'prompt_tokens') or number(usage, 'input_tokens')
  local answer = number(usage, 'completion_tokens') or number(usage, 'output_tokens')
  if prompt then
    prompt = prompt + (number(usage, 'cache_read_input_tokens') or 0) + (number(usage, 'cache_creation_input_tokens') or 0)
  end
  return prompt, answer
end

-- llama-server's own, in an answer without usage.
local function of_timings(text)
  local timings
  for object in text:gmatch('"timings"%s*:%s*(%b{})') do timings = object end
  if not timings then return end
  local prompt = number(timings, 'prompt_n')
  return prompt and prompt + (number(timings, 'cache_n') or 0), number(timings, 'predicted_n')
end

local function counts(first, last)
  local prompt, answer
  local usage = last_usage(last)
  if usage then prompt, answer = of_usage(usage) end
  if not prompt and not answer then prompt, answer = of_timings(last) end
  if not prompt and not answer then
    prompt, answer = number(last, 'prompt_eval_count'), number(last, 'eval_count')
  end
  if not prompt then
    usage = last_usage(first)
    if usage then
      local from_first, no_answer = of_usage(usage)
      prompt, answer = from_first, answer or no_answer
    end
  end
  return prompt, answer
end

function envoy_on_request(handle)
  local headers = handle:headers()
  local edit = headers:get('${gatewayHeaders.edit}')
  if not edit then return end
  headers:remove('${gatewayHeaders.edit}')
  local from, to, text = edit:match('^(%d+) (%d+) (.*)$')
  local body = handle:body()
  local bytes = body:getBytes(0, body:length())
  headers:replace('content-length', body:setBytes(bytes:sub(1, tonumber(from)) .. text .. bytes:sub(tonumber(to) + 1)))
end

function envoy_on_response(handle)
  local first, pieces, from, to, kept = nil, {}, 1, 0, 0
  for chunk in handle:bodyChunks() do
    local length = chunk:length()
    if length > 0 then
      if not first then first = chunk:getBytes(0, math.min(length, KEPT)) end
      local most = math.min(length, KEPT)
      to = to + 1
      pieces[to] = chunk:getBytes(length - most, most)
      kept = kept + most
      while kept - #pieces[from] >= KEPT do
        kept = kept - #pieces[from]
        pieces[from] = nil
        from = from + 1
      end
    end
  end
  if not first then return end
  local prompt, answer = counts(first, table.concat(pieces, '', from, to))
  local metadata = handle:streamInfo():dynamicMetadata()
  if prompt then metadata:set('corral', 'prompt_tokens', prompt) end
  if answer then metadata:set('corral', 'answer_tokens', answer) end
end
`;

export const usageFilter: Part = extension('corral.usage', 'extensions.filters.http.lua.v3.Lua', {
  default_source_code: { inline_string: lua },
});
