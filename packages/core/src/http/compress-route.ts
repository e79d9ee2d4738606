import { memberText } from '../edit/member-text.js';
import type { Fields } from '../formats/record.js';
import type { HeadroomOptions } from '../pipeline/options.js';
import type { CompressResult } from '../pipeline/result.js';
import { reportOf, skipped } from './body-report.js';
import type { DoorSettings } from './door-options.js';
import { BYPASS_HEADER } from './json-body.js';
import { jsonResponse, Problem } from './problem.js';
import { type JsonRequest, readJsonRequest } from './read-json-request.js';
import { type RequestedOptions, readOptions } from './read-options.js';
import { tallyOf } from './tally.js';

/** Where requests of the four formats keep their messages. */
const LISTS = ['messages', 'input', 'contents'] as const;

/** Answers `POST /v1/compress`: the messages of a request body, smaller, and what was saved. */
export async function compressRoute(request: Request, settings: DoorSettings): Promise<Response> {
  const json = await readJsonRequest(request, settings.maxBytes);
  const list = LISTS.find((name) => Array.isArray(json.value[name]));
  if (!list) throw new Problem(400, 'missing_field', 'Give a list of `messages`, `input` or `contents`');
  const wanted = readOptions(json.value);
  const options = { ...settings.options, ...wanted.options, model: modelFor(json.value, settings.options) };
  const bypass = request.headers.get(BYPASS_HEADER) === 'true';
  const { text, result } = bypass ? await measured(json, settings, options) : await compressed(json, settings, options);
  tallyOf(settings.engine).add(bypass ? skipped('bypass') : reportOf(result));
  const report = JSON.stringify(reportFields(result, wanted.ignored));
  return jsonResponse(`{"messages":${memberText(text, list) ?? '[]'},${report.slice(1)}`);
}

function modelFor({ model }: Fields, { model: preset }: HeadroomOptions): string {
  const name = model ?? preset;
  if (typeof name !== 'string' || name === '')
    throw new Problem(400, 'missing_field', 'Say which `model` will read the messages');
  return name;
}

interface Compressed {
  readonly text: string;
  readonly result: CompressResult;
}

async function compressed(json: JsonRequest, settings: DoorSettings, options: HeadroomOptions): Promise<Compressed> {
  const { json: text, result } = await settings.engine.compressJson(json.text, options);
  return result ? { text, result } : measured(json, settings, options);
}

/** The messages as they came, with their size. */
async function measured({ text, value }: JsonRequest, { engine }: DoorSettings, options: HeadroomOptions) {
  const { tokensBefore, ...rest } = await engine.simulate(value, options);
  const nothing = { tokensSaved: 0, compressionRatio: 1, savingsPercent: 0, compressed: false };
  const lists = { blocks: [], transformsApplied: [], ccrHashes: [] };
  return { text, result: { ...rest, ...nothing, ...lists, tokensBefore, tokensAfter: tokensBefore } };
}

function reportFields(result: CompressResult, ignored: RequestedOptions['ignored']): object {
  const summary: Record<string, number> = {};
  for (const { compressor, outcome } of result.blocks) {
    if (compressor !== undefined && outcome !== 'kept') summary[compressor] = (summary[compressor] ?? 0) + 1;
  }
  return {
    tokens_before: result.tokensBefore,
    tokens_after: result.tokensAfter,
    tokens_saved: result.tokensSaved,
    compression_ratio: result.compressionRatio,
    transforms_applied: result.transformsApplied,
    transforms_summary: summary,
    ccr_hashes: result.ccrHashes,
    warnings: [...result.warnings, ...ignored],
  };
}
