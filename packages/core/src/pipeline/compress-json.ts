import { editJson } from '../edit/edit-json.js';
import type { Edit } from '../model/edit.js';
import type { Steps } from './drive.js';
import type { CompressResult } from './result.js';

/** The JSON text of a request body after compression, and the report. */
export interface JsonResult {
  /** The same string when nothing changed. */
  readonly json: string;
  /** Undefined when the text is not JSON. */
  readonly result: CompressResult | undefined;
}

/** Parses for reading only; what changed is spliced into the text as it came. */
export function* compressJsonSteps(
  json: string,
  compressBody: (body: object) => Steps<CompressResult>,
): Steps<JsonResult> {
  let body: unknown;
  try {
    body = JSON.parse(json.charCodeAt(0) === 0xfeff ? json.slice(1) : json);
  } catch {
    return { json, result: undefined };
  }
  if (typeof body !== 'object' || body === null) return { json, result: undefined };
  const result = yield* compressBody(body);
  const edits = result.blocks
    .filter((block) => block.outcome !== 'kept')
    .map((block): Edit => ({ kind: 'replace', at: block.at, value: valueAt(result.body, block.at) }));
  if (edits.length === 0) return { json, result };
  const edited = editJson(json, edits);
  return edited.ok ? { json: edited.json, result } : { json, result: undefined };
}

function valueAt(root: unknown, at: readonly (string | number)[]): unknown {
  return at.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], root);
}
