import type { Headroom } from '../compress.js';
import type { HeadroomOptions } from '../pipeline/options.js';
import { type BodyReport, reportOf, skipped } from './body-report.js';
import { modelOf } from './endpoints.js';
import { readJsonBody } from './json-body.js';

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
  const bytes = body instanceof Uint8Array;
  const json = bytes || typeof body === 'string' ? readJsonBody(body) : { text: undefined, value: body };
  if (typeof json?.value !== 'object' || json.value === null) return { body, report: skipped('not_json') };
  const model = options.model ?? modelOf(address, json.value);
  const told = model === undefined ? options : { ...options, model };
  if (json.text === undefined) {
    const result = await engine.compress(json.value, told);
    return { body: result.body as Given, report: reportOf(result) };
  }
  const { json: text, result } = await engine.compressJson(json.text, told);
  if (!result) return { body, report: skipped('failed') };
  const smaller = text === json.text ? body : bytes ? new TextEncoder().encode(text) : text;
  return { body: smaller as Given, report: reportOf(result) };
}
