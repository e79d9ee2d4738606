import type { JsonReading } from '../edit/json-reading.js';
import { type Fields, isRecord } from '../formats/record.js';
import { type OpenRequest, readRequest, unchanging } from '../http/compress-body.js';
import type { HeadroomOptions } from '../pipeline/options.js';
import type { LoopTurn } from '../tool-loop/index.js';
import type { Outgoing } from './outgoing.js';
import { ownerOf } from './owner-of.js';
import type { Door } from './prepare-send.js';
import { addedBetween, respell } from './respell.js';

/** A request as it goes to the engine. */
export interface OfferedRequest {
  readonly open: OpenRequest;
  /** What the engine is told about this one request. */
  readonly options: HeadroomOptions;
  readonly turn?: LoopTurn<Fields>;
}

/** Offers the retrieve tool in a request and puts hidden turns back, where there is a loop; other requests stay the same. */
export async function offerIn(
  reading: JsonReading,
  call: Pick<Outgoing, 'address' | 'headers'>,
  { engine, loop, options, owner, warn }: Pick<Door, 'engine' | 'loop' | 'options' | 'owner' | 'warn'>,
): Promise<OfferedRequest> {
  const { value } = reading;
  const open = { reading, request: value, edits: [] };
  if (!loop) return { open, options };
  if (!isRecord(value) || !isAnsweredHere(call.address, value)) {
    if (isRecord(value) && !told.has(loop)) warn({ code: 'retrieve_unavailable', message: UNAVAILABLE });
    told.add(loop);
    return { open, options: unanswered(options) };
  }
  const turn = await loop.begin<Fields>(value, ownerOf(call, owner));
  const { retrieval, losslessTurns } = turn;
  const how = retrieval === 'tool' ? { ...options, retrieval, losslessTurns } : unanswered(options);
  const request = isCountOfTexts(call.address) ? withToolsAsGiven(turn.request, value) : turn.request;
  const edits = request === value ? [] : addedBetween(value, request);
  if (edits) return { open: { reading, request, edits }, options: how, turn };
  const whole = readRequest(engine, respelledBody(reading, request), options);
  return { open: whole ? { reading: whole, request: whole.value, edits: [] } : open, options: how, turn };
}

const UNAVAILABLE =
  'An answer that is fetched later, or streamed in frames that are not events, is not offered headroom_retrieve; its results are only packed';

function respelledBody({ source, value }: JsonReading, request: Fields): string | Uint8Array {
  if (typeof source === 'string') return respell(source, value, request);
  return unchanging(respell(source.whole(), value, request));
}

/** Loops that were told so: it is the same in every request of a conversation. */
const told = new WeakSet<object>();

/** True where all rounds of a request come back over its own connection, so that its calls can be answered on the way. */
function isAnsweredHere(address: string, { background }: Fields): boolean {
  // Bedrock streams frames of its own kind.
  if (background === true || /\/invoke-with-response-stream\b/.test(address)) return false;
  // Without `alt=sse`, Gemini streams one long JSON list.
  return !/:streamGenerateContent\b/.test(address) || /[?&]alt=sse\b/.test(address);
}

/** Gemini counts texts alone: tools beside them are refused, and are there only where the client brings some. */
function isCountOfTexts(address: string): boolean {
  return /:countTokens\b/.test(address);
}

function withToolsAsGiven(request: Fields, given: Fields): Fields {
  if (request === given) return request;
  const fields = Object.entries(request).map(([name, value]) => {
    const was = given[name];
    return [name, isRecord(value) && isRecord(was) ? withToolsAsGiven(value, was) : value] as const;
  });
  return Object.fromEntries(fields.filter(([name]) => name !== 'tools' || 'tools' in given));
}

/** Where nobody answers, markers carry a hash for the program only if it asked for them. */
function unanswered(options: HeadroomOptions): HeadroomOptions {
  return options.retrieval === 'summary' ? options : { ...options, retrieval: 'none', mode: 'lossless' };
}
