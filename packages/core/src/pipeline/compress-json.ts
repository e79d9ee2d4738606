import { editJson } from '../edit/edit-json.js';
import type { Edit } from '../model/edit.js';
import { type CompressResult, messagesOf } from './result.js';

/** The JSON text of a request body after compression, and the report. */
export interface JsonResult {
  /** The same string when nothing changed. */
  readonly json: string;
  /** Undefined when the text is not a JSON object or array. */
  readonly result: CompressResult | undefined;
}

/** Parses a body for reading only; undefined when it is not JSON. A byte order mark is read over. */
export function readBody(json: string): object | undefined {
  try {
    const body: unknown = JSON.parse(json.charCodeAt(0) === 0xfeff ? json.slice(1) : json);
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}

/** Splices the edits of a result into the text as it came. */
export function spliceResult(json: string, result: CompressResult, edits: readonly Edit[]): JsonResult {
  if (!result.compressed || edits.length === 0) return { json, result };
  const edited = editJson(json, edits);
  return edited.ok ? { json: edited.json, result } : { json, result: undefined };
}

/** Writes the whole list of messages where a hook put another one in its place; what is beside the list keeps its bytes. */
export function rewriteResult(json: string, result: CompressResult): JsonResult {
  const body = result.body as Readonly<Record<string, unknown>> | readonly unknown[];
  if (Array.isArray(body)) return { json: JSON.stringify(body), result };
  const list = Object.entries(body).find(([, value]) => value === messagesOf(body));
  if (!list) return { json, result: undefined };
  const edited = editJson(json, [{ kind: 'replace', at: [list[0]], value: list[1] }]);
  return edited.ok ? { json: edited.json, result } : { json, result: undefined };
}
