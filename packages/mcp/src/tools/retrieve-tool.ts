import { answerRetrieve, type Headroom, type RetrieveResult } from '@headroom/core';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { type Engine, ledgerContext } from '../engine.js';

const DESCRIPTION =
  'Returns the original text behind a "[Left out: … hash=…]" note, exactly, or just the part you ask for. ' +
  'Use it only when what you need is not in the shortened text; prefer lines, rows, path or query over the whole. ' +
  'If it says a hash is unknown or expired, do not ask again: run the original tool once more.';

const inputShape = {
  hash: z.string().describe('The hexadecimal digits after "hash=" in the note.'),
  lines: z.string().optional().describe('Only these lines of the original, counted from 1, for example "120-180".'),
  rows: z
    .string()
    .optional()
    .describe('Only these elements of the JSON array or rows of the table, for example "10-20".'),
  path: z.string().optional().describe('Only the value at this JSON pointer, for example "/items/3/name".'),
  query: z.string().optional().describe('Only the lines or rows that best fit these words.'),
  offset: z.number().int().min(0).optional().describe('First character, counted from 0.'),
  limit: z.number().int().min(1).optional().describe('Number of characters from offset.'),
  head: z.number().int().min(0).optional().describe('The first so many lines.'),
  tail: z.number().int().min(0).optional().describe('The last so many lines.'),
};

const outputShape = {
  hash: z.string(),
  text: z.string(),
  part: z.string().describe('Which part of the original this is.'),
  whole: z.boolean().describe('True when the text is the whole original.'),
};

const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

/** Adds `headroom_retrieve`. */
export function addRetrieveTool(server: McpServer, engine: Engine): void {
  server.registerTool(
    'headroom_retrieve',
    {
      title: 'Bring back an original',
      description: DESCRIPTION,
      inputSchema: inputShape,
      outputSchema: outputShape,
      annotations,
    },
    (args) => retrieveResult(engine, args),
  );
}

/**
 * Adds `headroom_retrieve` with answers of text alone: there are agents that show their model the JSON of structured content in
 * the place of the text, which is then no longer the original.
 */
export function addPlainRetrieveTool(
  server: McpServer,
  engine: Engine,
  { maxCharacters, held, besideJson }: PlainAnswers,
): void {
  const about = { title: 'Bring back an original', description: DESCRIPTION, inputSchema: inputShape, annotations };
  server.registerTool('headroom_retrieve', about, async (args) => {
    const text = held?.(args.hash);
    if (text !== undefined) return beside({ content: [{ type: 'text', text }] }, besideJson);
    const { structuredContent: _, ...plain } = await retrieveResult(engine, args, maxCharacters);
    return beside(plain, besideJson);
  });
}

/** So that a client leaves a text that is JSON as it is. */
function beside(result: CallToolResult, what: PlainAnswers['besideJson']): CallToolResult {
  const [part] = result.content;
  if (what === undefined || part?.type !== 'text' || !isJson(part.text)) return result;
  if (what === 'structure') return { ...result, structuredContent: {} };
  return { ...result, content: [part, { type: 'text', text: '\n[End of the original]' }] };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How answers of text alone are given. */
interface PlainAnswers {
  readonly maxCharacters: number;
  readonly held?: (name: string) => string | undefined;
  readonly besideJson?: 'structure' | 'note';
}

/** Answers a call of `headroom_retrieve`, however loosely it is written: bounded, and an error that says what to do instead. */
export async function retrieveResult(engine: Engine, args: unknown, maxCharacters?: number): Promise<CallToolResult> {
  let result: RetrieveResult | undefined;
  const retriever: Pick<Headroom, 'retrieve'> = {
    async retrieve(hash, options) {
      result = await engine.headroom.retrieve(
        hash,
        maxCharacters === undefined ? options : { ...options, maxCharacters },
      );
      return result;
    },
  };
  const text = await answerRetrieve(retriever, args);
  const content = [{ type: 'text' as const, text }];
  if (result?.status !== 'found') return { isError: true, content };
  engine.ledger.recordRetrieval(engine.tokens.count(result.text), { ...ledgerContext(engine), hash: result.hash });
  const { hash, part, whole } = result;
  return { content, structuredContent: { hash, text: result.text, part, whole } };
}

/** The tool's definition, for servers that are not built with the SDK's schemas. */
export function retrieveToolDefinition(): Tool {
  const schemaOf = (shape: z.ZodRawShape) => {
    const {
      $schema: _,
      additionalProperties: __,
      ...schema
    } = z.toJSONSchema(z.object(shape)) as Record<string, unknown>;
    return schema as Tool['inputSchema'];
  };
  return {
    name: 'headroom_retrieve',
    title: 'Bring back an original',
    description: DESCRIPTION,
    inputSchema: schemaOf(inputShape),
    outputSchema: schemaOf(outputShape),
    annotations,
  };
}
