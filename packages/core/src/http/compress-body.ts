import { type Headroom, readerOf } from '../compress.js';
import type { JsonReading } from '../edit/json-reading.js';
import { readAnew } from '../edit/known-json.js';
import type { Fields } from '../formats/record.js';
import type { Edit } from '../model/edit.js';
import { changesOf } from '../pipeline/compress-json.js';
import type { HeadroomOptions } from '../pipeline/options.js';
import { type BodyReport, reportOf, skipped } from './body-report.js';
import { modelOf } from './endpoints.js';
import { textOf, withoutMark } from './json-body.js';

/** A body in the form a door has it: JSON text, its bytes, or what a parser made of it. */
export type Body = string | Uint8Array | object;

/** A body to send on, the same reference when nothing changed, and what was done. */
export interface SmallerBody<Given extends Body> {
  readonly body: Given;
  readonly report: BodyReport;
}

/**
 * Shrinks the tool outputs in a request body. Text stays text and bytes stay bytes, and outside the changed strings every
 * byte is kept. The model comes from the options, the body or the address. Rejects only for wrong options.
 */
export async function compressBody<Given extends Body>(
  engine: Headroom,
  body: Given,
  address: string,
  options: HeadroomOptions = {},
): Promise<SmallerBody<Given>> {
  if (!(body instanceof Uint8Array) && typeof body !== 'string') {
    const result = await engine.compress(body, withModel(options, address, body));
    return { body: result.body as Given, report: reportOf(result) };
  }
  const text = textOf(body);
  const reading = text === undefined ? undefined : readRequest(engine, text, options);
  if (!reading) return { body, report: skipped('not_json') };
  const open = { reading, request: reading.value, edits: [] };
  const smaller = await compressReading(engine, open, address, options);
  return { body: inFormOf(body, reading.text, smaller.text), report: smaller.report };
}

/** A body that was read, and how it is to be sent besides what the engine does to it. */
export interface OpenRequest {
  readonly reading: JsonReading;
  /** What the engine gets: the value with the edits in it. */
  readonly request: Fields;
  readonly edits: readonly Edit[];
}

/** A request as it is sent. */
export interface SmallerRequest {
  readonly text: string;
  readonly value: Fields;
  readonly report: BodyReport;
}

/** Reads the JSON text of a request, of a conversation that is known only what is new; undefined for what is none. */
export function readRequest(engine: Headroom, text: string, options: HeadroomOptions): JsonReading | undefined {
  const reader = readerOf(engine, options);
  return reader ? reader.read(text) : readAnew(text);
}

/** {@link compressBody} for a request that was read before. */
export async function compressReading(
  engine: Headroom,
  { reading, request, edits }: OpenRequest,
  address: string,
  options: HeadroomOptions,
): Promise<SmallerRequest> {
  const told = withModel(options, address, request);
  const plain = reading.edited(edits);
  const before = { text: plain.ok ? plain.json : reading.text, value: request };
  // Where hooks or others look at the request, they get one of their own, and may put another in its place.
  if (!readerOf(engine, options)) {
    const { json: text, result } = await engine.compressJson(before.text, told);
    return result
      ? { text, value: JSON.parse(withoutMark(text)) as Fields, report: reportOf(result) }
      : { ...before, report: skipped('failed') };
  }
  const result = await engine.compress(request, told);
  const edited = reading.edited([...edits, ...changesOf(result)]);
  if (!edited.ok) return { ...before, report: skipped('failed') };
  return { text: edited.json, value: result.body, report: reportOf(result) };
}

/** A text in the form of the body it was made of; the same reference when nothing changed. */
export function inFormOf<Given extends string | Uint8Array>(body: Given, before: string, text: string): Given {
  if (text === before) return body;
  return (typeof body === 'string' ? text : new TextEncoder().encode(text)) as Given;
}

function withModel(options: HeadroomOptions, address: string, request: unknown): HeadroomOptions {
  const model = options.model ?? modelOf(address, request);
  return model === undefined ? options : { ...options, model };
}
