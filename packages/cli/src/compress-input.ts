import { batchLine, type CompressResult, type Headroom, type HeadroomOptions } from '@headroom/core';
import { type CompressionFlags, toOptions } from './settings.js';

/** What came of an input: the text to print, and the reports, one of each request. */
export interface Outcome {
  readonly output: string;
  readonly kind: 'request' | 'batch' | 'text';
  readonly results: readonly CompressResult[];
  /** What each of these was made of, as it came. */
  readonly originals: readonly string[];
}

const BOM = '\ufeff';

/**
 * Compresses a request body or list of messages as JSON, each line of a batch of them, or anything else as one text. Bytes outside
 * the changed strings stay; so do a byte order mark and the end of the last line.
 */
export async function compressInput(input: string, headroom: Headroom, flags: CompressionFlags): Promise<Outcome> {
  const mark = input.startsWith(BOM) ? BOM : '';
  const bare = input.slice(mark.length);
  const options = toOptions(flags);
  const request = await compressRequest(bare, headroom, options);
  if (request) return { output: mark + request.json, kind: 'request', results: [request.result], originals: [bare] };
  const batch = await compressBatch(bare, headroom, options);
  if (batch) return { ...batch, output: mark + batch.output };
  const tool = flags.tool === undefined ? {} : { tool: flags.tool };
  const { text, result } = await headroom.compressText(bare, { ...options, ...tool });
  const end = /\r?\n$/.exec(bare)?.[0] ?? '';
  return {
    output: mark + (text.endsWith('\n') ? text : text + end),
    kind: 'text',
    results: [result],
    originals: [bare],
  };
}

type Request = { readonly json: string; readonly result: CompressResult };

/** Undefined when the JSON is no request of a known shape. */
async function compressRequest(
  json: string,
  headroom: Headroom,
  options: HeadroomOptions,
): Promise<Request | undefined> {
  const made = await headroom.compressJson(json, options);
  const { result } = made;
  const isRequest =
    result !== undefined && !result.warnings.some(({ code }) => code === 'unknown_shape') && result.blocks.length > 0;
  return isRequest ? { json: made.json, result } : undefined;
}

/** JSON Lines of which the first is a request, bare or as batch files wrap them. */
async function compressBatch(
  input: string,
  headroom: Headroom,
  options: HeadroomOptions,
): Promise<Outcome | undefined> {
  const parts = input.split(/(\r?\n)/);
  const first = parts.findIndex((part) => part.trim() !== '');
  const results: CompressResult[] = [];
  const originals: string[] = [];
  const output: string[] = [];
  for (const [at, part] of parts.entries()) {
    const request = part.trim() === '' ? undefined : await compressRequest(part, headroom, forLine(part, options));
    if (!request && at === first) return undefined;
    output.push(request?.json ?? part);
    if (!request) continue;
    results.push(request.result);
    originals.push(part);
  }
  return { output: output.join(''), kind: 'batch', results, originals };
}

/** A line's own model counts where none was named. */
function forLine(line: string, options: HeadroomOptions): HeadroomOptions {
  const model = options.model ?? /"model"\s*:\s*"([^"\\]{1,100})"/.exec(line)?.[1];
  return { ...options, format: batchLine, ...(model === undefined ? {} : { model }) };
}
