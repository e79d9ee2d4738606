import { type FunctionTool, tool } from '@openai/agents';
import { type MemoryToolOptions, memoryTools as plainTools } from '../tools/memory-tools.js';
import type { AgentsCall } from './input-filter.js';

/**
 * The memory tools as tools of the Agents SDK.
 *
 * @example
 * ```ts
 * const coder = new Agent({ name: 'coder', tools: [search, ...memoryTools({ memory, scope: Scope.user('ann') })] });
 * ```
 * @throws HeadroomError `invalid_option`.
 */
export function memoryTools(options: MemoryToolOptions<AgentsCall>): FunctionTool[] {
  const { definitions, run } = plainTools(options);
  return definitions.map(({ name, description, parameters }) =>
    tool({
      name,
      description,
      parameters: { ...parameters, additionalProperties: true as const } as never,
      strict: false,
      execute: (input: unknown, told?: { readonly context: unknown }) => run(name, input, { context: told?.context }),
    }),
  ) as unknown as FunctionTool[];
}
