import type { HeadroomOptions } from '@headroom/core';
import type { Engine } from '@headroom/mcp';

/** A text to be shortened for one reader, and where it comes from. */
interface TextBody {
  readonly text: string;
  readonly tool?: string;
  readonly input?: unknown;
  readonly query?: string;
  readonly retrieveTool?: string;
}

/** Answers `POST /text`: the same text, shorter where it can be, as `{text}`. Undefined for what is no such request. */
export async function answerText(engine: Engine, body: unknown, options: HeadroomOptions): Promise<string | undefined> {
  const { text, tool, input, query, retrieveTool } = (body ?? {}) as Partial<TextBody>;
  if (typeof text !== 'string') return undefined;
  const result = await engine.headroom.compressText(text, {
    door: 'run',
    ledger: engine.ledger,
    ...options,
    ...(typeof tool === 'string' ? { tool } : {}),
    ...(input === undefined ? {} : { input }),
    ...(typeof query === 'string' ? { query } : {}),
    ...(typeof retrieveTool === 'string' ? { retrieval: 'tool', retrieveTool } : { retrieval: 'summary' }),
  });
  return JSON.stringify({ text: result.text });
}
