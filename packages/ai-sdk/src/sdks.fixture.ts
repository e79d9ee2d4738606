import * as ai6 from 'ai';
import * as test6 from 'ai/test';
import * as ai7 from 'ai7';
import * as test7 from 'ai7/test';
import { headLines } from '../../../tooling/testing/head-lines.js';
import type { HeadroomModelOptions } from './index.js';

/** Both majors under test, driven through the types of the older one. */
export const SDKS = [
  { version: '6', specification: 'v3', ai: ai6, Mock: test6.MockLanguageModelV3 },
  {
    version: '7',
    specification: 'v4',
    ai: ai7 as unknown as typeof ai6,
    Mock: test7.MockLanguageModelV4 as unknown as typeof test6.MockLanguageModelV3,
  },
] as const;

/** Options under which only the compressor for tests changes anything. */
export const OPTIONS: HeadroomModelOptions = { compressors: [headLines()], minTokens: 50 };

export const USAGE = {
  inputTokens: { total: 100, noCache: 60, cacheRead: 40, cacheWrite: undefined },
  outputTokens: { total: 10, text: 7, reasoning: 3 },
};

type Call = { readonly id: string; readonly name: string; readonly args: unknown };

/** What a scripted model says in one call. */
export interface Line {
  readonly text?: string;
  readonly reasoning?: string;
  readonly calls?: readonly Call[];
}

const finishReason = ({ calls = [] }: Line) => ({
  unified: calls.length > 0 ? ('tool-calls' as const) : ('stop' as const),
  raw: 'raw',
});

/** The line as the result of `doGenerate`. */
export function generated(line: Line) {
  const { text, reasoning, calls = [] } = line;
  return {
    content: [
      ...(reasoning === undefined
        ? []
        : [
            {
              type: 'reasoning' as const,
              text: reasoning,
              providerMetadata: { acme: { signature: `sig ${reasoning}` } },
            },
          ]),
      ...(text === undefined ? [] : [{ type: 'text' as const, text }]),
      ...calls.map(({ id, name, args }) => ({
        type: 'tool-call' as const,
        toolCallId: id,
        toolName: name,
        input: JSON.stringify(args),
      })),
    ],
    finishReason: finishReason(line),
    usage: USAGE,
    warnings: [],
  };
}

/** The line as the result of `doStream`, in small pieces, with the ids that many providers use in every answer. */
export function streamed(line: Line) {
  const { text, reasoning, calls = [] } = line;
  const parts: object[] = [
    { type: 'stream-start', warnings: [] },
    { type: 'response-metadata', id: 'resp' },
  ];
  if (reasoning !== undefined)
    parts.push(
      { type: 'reasoning-start', id: '0' },
      { type: 'reasoning-delta', id: '0', delta: reasoning },
      { type: 'reasoning-end', id: '0', providerMetadata: { acme: { signature: `sig ${reasoning}` } } },
    );
  if (text !== undefined) {
    parts.push({ type: 'text-start', id: '1' });
    for (const delta of text.match(/[\s\S]{1,6}/g) ?? []) parts.push({ type: 'text-delta', id: '1', delta });
    parts.push({ type: 'text-end', id: '1' });
  }
  for (const { id, name, args } of calls) {
    const input = JSON.stringify(args);
    parts.push(
      { type: 'tool-input-start', id, toolName: name },
      { type: 'tool-input-delta', id, delta: input },
      { type: 'tool-input-end', id },
      { type: 'tool-call', toolCallId: id, toolName: name, input },
    );
  }
  parts.push({ type: 'finish', usage: USAGE, finishReason: finishReason(line) });
  return { stream: ReadableStream.from(parts) as ReadableStream<never> };
}
