import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { type Engine, ledgerContext } from '../engine.js';

/** What a tool that returns a shortened text says of it. */
export const compressedShape = {
  text: z.string().describe('The shortened text; its last line says what was left out, if anything was.'),
  hash: z
    .string()
    .optional()
    .describe('Ask headroom_retrieve for the original with this, when something was left out.'),
  tokensBefore: z.number(),
  tokensAfter: z.number(),
  tokensSaved: z.number(),
  transforms: z.array(z.string()).describe('What was done, for example router:log:0.12.'),
};

/** Where a text comes from, as far as it helps to shorten it. */
export interface TextSource {
  readonly tool: string;
  readonly input?: unknown;
  readonly query?: string | undefined;
}

/** Shortens a text, books it, and says so in words and in data. */
export async function compressedResult(
  engine: Engine,
  text: string,
  source: TextSource,
  more: Readonly<Record<string, unknown>> = {},
): Promise<CallToolResult> {
  const { tool, input, query } = source;
  const made = await engine.headroom.compressText(text, {
    tool,
    ...(input === undefined ? {} : { input }),
    ...(query === undefined ? {} : { query }),
  });
  engine.ledger.record(made.result, ledgerContext(engine));
  const structuredContent = {
    text: made.text,
    ...(made.hash === undefined ? {} : { hash: made.hash }),
    tokensBefore: made.tokensBefore,
    tokensAfter: made.tokensAfter,
    tokensSaved: made.tokensSaved,
    transforms: [...made.transformsApplied],
    ...more,
  };
  return { content: [{ type: 'text', text: made.text }], structuredContent };
}

/** A failure that the model can act on. */
export function failure(message: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: message }] };
}
