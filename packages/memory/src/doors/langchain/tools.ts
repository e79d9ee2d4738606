import { DynamicStructuredTool } from '@langchain/core/tools';
import { type MemoryToolOptions, memoryTools as plainTools } from '../tools/memory-tools.js';
import { callOf, type LangChainCall } from './langchain-call.js';

/**
 * The memory tools as LangChain tools, for `bindTools`, `ToolNode` and `createAgent`.
 *
 * @example
 * ```ts
 * const llm = new ChatOpenAI({ model: 'gpt-4o' }).bindTools(memoryTools({ memory, scope: Scope.user('ann') }));
 * ```
 * @throws HeadroomError `invalid_option`.
 */
export function memoryTools(options: MemoryToolOptions<LangChainCall>): DynamicStructuredTool[] {
  const { definitions, run } = plainTools(options);
  return definitions.map(
    ({ name, description, parameters }) =>
      new DynamicStructuredTool({
        name,
        description,
        schema: parameters as never,
        func: (input: unknown, _, config) => run(name, input, callOf(config)),
      }),
  );
}
