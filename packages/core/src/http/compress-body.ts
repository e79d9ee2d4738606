import { type Headroom, readerOf, shapeRequest } from '../compress.js';
import type { BodyFollower } from '../edit/body-follower.js';
import type { JsonReading } from '../edit/json-reading.js';
import { bytesForm, type JsonSource } from '../edit/json-source.js';
import { readAnew } from '../edit/known-json.js';
import { Pieces } from '../edit/pieces.js';
import type { Fields } from '../formats/record.js';
import type { Edit } from '../model/edit.js';
import type { HeadroomOptions } from '../pipeline/options.js';
import { type BodyReport, reportOf, skipped } from './body-report.js';
import { modelOf } from './endpoints.js';
import { textOf } from './json-body.js';

/** A body in the form a door has it: JSON text, its bytes, or what a parser made of it. */
export type Body = string | Uint8Array | object;

/** A body of JSON, as text or as bytes. */
export type JsonBytes = string | Uint8Array | Pieces;

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
  const reading = readRequest(engine, body, options);
  if (!reading) return { body, report: skipped('not_json') };
  const open = { reading, request: reading.value, edits: [] };
  const { source, report } = await compressReading(engine, open, address, options);
  return { body: inFormOf(body, reading, source) as Given, report };
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
  /** In the form of the reading; the same reference when nothing changed. */
  readonly source: JsonSource;
  readonly report: BodyReport;
}

/** Bytes that will not be written to again, whoever else has them. */
const unchangingBytes = new WeakSet<Uint8Array>();

/** Says that nobody will write to these bytes again, so that a body made of them need not be copied to be remembered. */
export function unchanging<Bytes extends Uint8Array>(bytes: Bytes): Bytes {
  unchangingBytes.add(bytes);
  return bytes;
}

/** Reads the JSON of a request, of a conversation that is known only what is new; undefined for what is none. */
export function readRequest(engine: Headroom, body: JsonBytes, options: HeadroomOptions): JsonReading | undefined {
  const source = sourceOf(body);
  if (source === undefined) return undefined;
  const reader = readerOf(engine, options);
  if (!reader) return readAnew(source);
  return reader.read(source);
}

function sourceOf(body: JsonBytes): JsonSource | undefined {
  if (typeof body === 'string') return body;
  if (!bytesForm()) return textOf(body instanceof Pieces ? body.whole() : body);
  if (body instanceof Pieces) return body;
  return unchangingBytes.has(body) ? new Pieces([body]) : textOf(body);
}

/** What follows a request's body for an engine while it comes; undefined where it cannot be compared with others. */
export function followBody(engine: Headroom): BodyFollower | undefined {
  return readerOf(engine, {})?.follow();
}

/** {@link compressBody} for a request that was read before. */
export async function compressReading(
  engine: Headroom,
  { reading, request, edits }: OpenRequest,
  address: string,
  options: HeadroomOptions,
): Promise<SmallerRequest> {
  const told = withModel(options, address, request);
  const before = () => {
    const plain = edits.length === 0 ? undefined : reading.edited(edits);
    return plain?.ok ? plain.json : reading.source;
  };
  const shaped = await shapeRequest(engine, request, told, reading);
  // Where hooks or others look at the request, they get one of their own, and may put another in its place.
  if (!shaped) {
    const came = before();
    const text = reading.form.text(came);
    const { json, result } = await engine.compressJson(text, told);
    if (!result) return { source: came, report: skipped('failed') };
    return { source: json === text ? came : reading.form.of(json), report: reportOf(result) };
  }
  const edited = reading.edited([...edits, ...shaped.edits]);
  return edited.ok
    ? { source: edited.json, report: reportOf(shaped.result) }
    : { source: before(), report: skipped('failed') };
}

/** What is sent, in the form of the body that was read; the same reference when nothing changed. */
export function inFormOf<Given extends JsonBytes>(body: Given, { source }: JsonReading, sent: JsonSource): Given {
  if (sent === source) return body;
  return (typeof body === 'string' ? inText(sent) : inBytes(sent, body instanceof Pieces)) as Given;
}

function inText(sent: JsonSource): string {
  return typeof sent === 'string' ? sent : new TextDecoder().decode(sent.whole());
}

function inBytes(sent: JsonSource, isInPieces: boolean): Uint8Array | Pieces {
  const pieces = typeof sent === 'string' ? new Pieces([new TextEncoder().encode(sent)]) : sent;
  return isInPieces ? pieces : pieces.whole();
}

function withModel(options: HeadroomOptions, address: string, request: unknown): HeadroomOptions {
  const model = options.model ?? modelOf(address, request);
  return model === undefined ? options : { ...options, model };
}
