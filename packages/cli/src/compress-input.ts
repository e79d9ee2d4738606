import type { CompressResult, Headroom } from '@headroom/core';
import { type CompressionFlags, toOptions } from './settings.js';

/** What came of an input: the text to print, and the report. */
export interface Outcome {
  readonly output: string;
  readonly kind: 'request' | 'text';
  readonly result: CompressResult;
}

/** Compresses a request body or list of messages as JSON, byte for byte outside the changed strings; anything else as one text. */
export async function compressInput(input: string, headroom: Headroom, flags: CompressionFlags): Promise<Outcome> {
  const options = toOptions(flags);
  const { json, result } = await headroom.compressJson(input, options);
  const isRequest =
    result !== undefined &&
    !result.warnings.some((warning) => warning.code === 'unknown_shape') &&
    result.blocks.length > 0;
  if (isRequest) return { output: json, kind: 'request', result };
  const text = await headroom.compressText(input, {
    ...options,
    ...(flags.tool === undefined ? {} : { tool: flags.tool }),
  });
  return { output: text.text, kind: 'text', result: text.result };
}
