import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult, ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

/** Tools in no protocol's words, with what runs them: what `memoryTools()` of `@headroom/memory` makes. */
export interface MemoryToolSet {
  readonly definitions: readonly {
    readonly name: string;
    readonly description: string;
    /** JSON Schema of an object. */
    readonly parameters: object;
  }[];
  /** Answers a call in words. It never throws. */
  run(name: string, input: unknown, call: undefined): Promise<string>;
}

const READS: ToolAnnotations = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };
const WRITES: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** What of a memory is lost stays in its history, but what is forgotten is out of sight. */
const ANNOTATIONS: Readonly<Record<string, ToolAnnotations>> = {
  memory_search: READS,
  memory_list: READS,
  memory_save: WRITES,
  memory_update: { ...WRITES, idempotentHint: false },
  memory_delete: { ...WRITES, destructiveHint: true },
};

/** How answers begin that tell of a call that did nothing; what is quoted from records stands in a frame and never begins one. */
const FAILED = /^(?:Refused: |The memory could not )/;

/** Adds `memory_save`, `memory_search` and the others, with answers of text alone: they are quotations for the model. */
export function addMemoryTools(server: McpServer, tools: MemoryToolSet): void {
  for (const { name, description, parameters } of tools.definitions) {
    const inputSchema = z.fromJSONSchema(parameters as z.core.JSONSchema.JSONSchema);
    const annotations = ANNOTATIONS[name] ?? {};
    server.registerTool(
      name,
      { description, inputSchema, annotations },
      async (input: unknown): Promise<CallToolResult> => {
        const text = await tools.run(name, input, undefined);
        return { content: [{ type: 'text', text }], ...(FAILED.test(text) && { isError: true }) };
      },
    );
  }
}
