import { type CompressResult, RETRIEVE_TOOL } from '@headroom/core';
import type { CallOptions } from './language-model.js';
import { RETRIEVE_FUNCTION } from './retrieve-tool.js';

/** Whether the model can call `headroom_retrieve` in this very call: the caller offers it, we may, or nobody can. */
export type Reach = 'caller' | 'ours' | 'none';

/** Reads from a call who could offer the retrieve tool. A fixed tool choice or a JSON answer leaves no room for a tool of ours. */
export function reachOf({ tools = [], toolChoice, responseFormat }: CallOptions): Reach {
  const choice = toolChoice?.type ?? 'auto';
  if (tools.some(({ type, name }) => type === 'function' && name === RETRIEVE_TOOL)) {
    const callable = choice === 'auto' || choice === 'required' || toolChoice?.toolName === RETRIEVE_TOOL;
    return callable ? 'caller' : 'none';
  }
  return choice === 'auto' && (responseFormat?.type ?? 'text') === 'text' ? 'ours' : 'none';
}

/**
 * True when our tool belongs into the call. Where the caller works with tools it is there from the first turn, because a list of
 * tools that changes later would cost the provider's cache; elsewhere only when there is an original to ask for.
 */
export function needsTool({ tools = [] }: CallOptions, { ccrHashes }: CompressResult): boolean {
  return tools.length > 0 || ccrHashes.length > 0;
}

/** The call with our tool at the end of its tools. */
export function withTool<Options extends CallOptions>(params: Options): Options {
  return { ...params, tools: [...(params.tools ?? []), RETRIEVE_FUNCTION] };
}

/** Names of tools that the provider defines: their results may be read by their fields. */
export function providerToolNames({ tools = [] }: CallOptions): ReadonlySet<string> {
  return new Set(tools.filter(({ type }) => type !== 'function').map(({ name }) => name));
}
