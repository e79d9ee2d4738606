import type { RetrieveOptions, RetrieveResult } from '../ccr/retrieve.js';
import type { Fields } from '../formats/record.js';
import type { DoorSettings } from './door-options.js';
import { jsonResponse, Problem } from './problem.js';
import { readJsonRequest } from './read-json-request.js';
import { tallyOf } from './tally.js';

const TEXTS = ['lines', 'rows', 'path', 'query'] as const;
const COUNTS = ['offset', 'limit', 'head', 'tail'] as const;
const STATUS = { unknown: 404, expired: 404, invalid: 400, failed: 500 } as const;

/** Answers `POST /v1/retrieve`: an original or the asked part of it. A 404 tells what has expired from what was never here. */
export async function retrieveRoute(request: Request, { engine, maxBytes }: DoorSettings): Promise<Response> {
  const { value } = await readJsonRequest(request, maxBytes);
  const { hash } = value;
  if (typeof hash !== 'string') throw new Problem(400, 'missing_field', 'Give the `hash` of the original as a string');
  const result = await engine.retrieve(hash, readSelector(value));
  tallyOf(engine).addRetrieve(result.status);
  if (result.status !== 'found') throw problemOf(result);
  const { text: original_content, part, whole } = result;
  return jsonResponse(JSON.stringify({ hash: result.hash, original_content, part, whole }));
}

function problemOf({ status, message }: Exclude<RetrieveResult, { status: 'found' }>): Problem {
  return new Problem(STATUS[status], status, message);
}

function readSelector(value: Fields): RetrieveOptions {
  const selector: Record<string, unknown> = {};
  const read = (name: string, to: string, type: 'string' | 'number') => {
    const given = value[name] ?? undefined;
    if (given === undefined) return;
    const fits = type === 'string' ? typeof given === type : Number.isInteger(given) && Number(given) >= 0;
    if (!fits)
      throw new Problem(400, 'invalid_field', `\`${name}\` must be a ${type === 'string' ? type : 'whole number'}`);
    selector[to] = given;
  };
  for (const name of TEXTS) read(name, name, 'string');
  for (const name of COUNTS) read(name, name, 'number');
  read('max_characters', 'maxCharacters', 'number');
  return selector;
}
