import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import type { Engine } from '../engine.js';
import { compressedResult, compressedShape } from './compressed-text.js';

/** Adds `headroom_compress`: for programs and hooks that hold a text; a model does better with the read and run tools. */
export function addCompressTool(server: McpServer, engine: Engine): void {
  server.registerTool(
    'headroom_compress',
    {
      title: 'Compress a text',
      description:
        'Shortens a long text (tool output, log, JSON, search results, diff, code) without losing what a question needs. ' +
        'The original stays available under the returned hash. To shorten a file or the output of a command, use ' +
        'headroom_read or headroom_run where offered: then the text need not be repeated here.',
      inputSchema: {
        text: z.string().describe('The text to shorten.'),
        query: z.string().optional().describe('What you want to find out from it; steers what is kept.'),
        tool: z.string().optional().describe('The tool the text came from, for example Bash or grep.'),
      },
      outputSchema: compressedShape,
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    ({ text, query, tool = 'text' }) => compressedResult(engine, text, { tool, query }),
  );
}
