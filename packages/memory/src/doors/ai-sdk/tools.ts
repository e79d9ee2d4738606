import type { MemoryToolDefinition, MemoryToolName } from '../tools/definitions.js';
import { type MemoryToolOptions, memoryTools as plainTools } from '../tools/memory-tools.js';
import type { AiSdkCall } from './middleware.js';

/** A tool of AI SDK 6 and 7. */
export interface MemoryTool {
  readonly description: string;
  readonly inputSchema: ReturnType<typeof schemaOf>;
  execute(input: unknown, options?: unknown): Promise<string>;
}

/** The memory tools by their names. */
export type MemoryToolSet = Readonly<Record<MemoryToolName, MemoryTool>>;

/** The arguments as a Standard Schema that also speaks JSON Schema; what a model writes is judged where it is run. */
function schemaOf({ parameters }: MemoryToolDefinition) {
  return {
    '~standard': {
      version: 1,
      vendor: 'headroom',
      validate: (value: unknown) => ({ value }),
      jsonSchema: { input: () => ({ ...parameters }), output: () => ({ ...parameters }) },
    },
  } as const;
}

/**
 * The memory tools for `tools` of `generateText`, `streamText` and agents.
 *
 * @example
 * ```ts
 * const tools = { ...mine, ...memoryTools({ memory, scope: Scope.user('ann') }) };
 * await generateText({ model, tools, stopWhen: stepCountIs(10), prompt });
 * ```
 * @throws HeadroomError `invalid_option`.
 */
export function memoryTools(options: MemoryToolOptions<AiSdkCall>): MemoryToolSet {
  const { definitions, run } = plainTools(options);
  const tools = definitions.map((definition): [string, MemoryTool] => {
    const { name, description } = definition;
    const execute = (input: unknown, told?: unknown) => run(name, input, callOf(told));
    return [name, { description, inputSchema: schemaOf(definition), execute }];
  });
  return Object.fromEntries(tools) as Record<MemoryToolName, MemoryTool>;
}

function callOf(told: unknown): AiSdkCall {
  const { experimental_context: earlier, context } = (told ?? {}) as Readonly<Record<string, unknown>>;
  return { context: context ?? earlier };
}
