import type { LedgerReport, LedgerSum } from '@headroom/core';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import type { Engine } from '../engine.js';

const sum = z.object({
  texts: z.number(),
  tokensBefore: z.number(),
  tokensAfter: z.number(),
  tokensSaved: z.number(),
  tokensSavedAgain: z.number(),
  retrievals: z.number(),
  tokensRetrieved: z.number(),
  textsLeft: z.number(),
  tokensLeft: z.number(),
  dollars: z.number().optional(),
});

/** Adds `headroom_stats`: what all doors that share the store have saved. */
export function addStatsTool(server: McpServer, engine: Engine): void {
  server.registerTool(
    'headroom_stats',
    {
      title: 'Savings so far',
      description:
        'Tokens and dollars saved by day, tool, compressor, door and model, over all programs that share the store.',
      inputSchema: { days: z.number().int().min(1).max(400).optional().describe('Only the last so many days.') },
      outputSchema: {
        total: sum,
        days: z.record(z.string(), sum),
        tools: z.record(z.string(), sum),
        compressors: z.record(z.string(), sum),
        doors: z.record(z.string(), sum),
        models: z.record(z.string(), sum.extend({ counter: z.string() })),
        left: z.record(z.string(), z.object({ texts: z.number(), tokens: z.number() })),
        pricesDate: z.string(),
      },
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    async ({ days }) => {
      const report = await engine.ledger.report(days === undefined ? {} : { days });
      const structuredContent = JSON.parse(JSON.stringify(report)) as Record<string, unknown>;
      return { content: [{ type: 'text', text: inWords(report) }], structuredContent };
    },
  );
}

function inWords({ total, tools, pricesDate }: LedgerReport): string {
  if (total.texts === 0) return 'Nothing has been shortened yet.';
  const lines = Object.entries(tools)
    .sort(([, a], [, b]) => b.tokensSaved - a.tokensSaved)
    .slice(0, 10)
    .map(([tool, saved]) => `- ${tool}: ${line(saved)}`);
  const money = total.dollars === undefined ? '' : ` (prices of ${pricesDate})`;
  return [`${line(total)}${money}`, ...lines].join('\n');
}

function line({ texts, tokensBefore, tokensAfter, tokensSaved, retrievals, dollars }: LedgerSum): string {
  const percent = tokensBefore === 0 ? 0 : Math.round((tokensSaved / tokensBefore) * 100);
  const money = dollars === undefined ? '' : `, $${dollars.toFixed(4)}`;
  const back = retrievals === 0 ? '' : `, ${retrievals} brought back`;
  return `${texts} texts, ${tokensBefore} -> ${tokensAfter} tokens (${percent}% saved${money}${back})`;
}
