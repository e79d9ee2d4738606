import type { Fields } from './loop-dialect.js';
import { type Offer, toolsOf } from './offer-retrieve.js';
import { placesAfter } from './places.js';
import type { Conversation } from './run-rounds.js';
import type { SentTexts } from './sent-texts.js';

/** What is known of a conversation when its client comes back. */
export interface Recalled {
  /** The request as the provider knows the conversation. */
  readonly request: Fields;
  /** Messages of it, by index, whose texts must only be packed. */
  readonly losslessTurns: readonly number[];
  /** Whether a hidden turn is known to have been in it that cannot be put back. */
  readonly isMissing: boolean;
}

/** Puts back what the client was not shown, and says which of its texts were sent whole or have to be now. */
export async function recall(conversation: Conversation, sent: SentTexts, offer: Offer): Promise<Recalled> {
  const { api, given, said, ids, warn } = conversation;
  const { dialect } = api;
  let request = given;
  try {
    request = await ids.resolve(said, request, dialect);
  } catch {
    warn('store_failed', 'The id of an earlier response could not be read; the request goes on with the id it has');
  }
  // Providers refuse a history with calls in a request without tools.
  if (offer.by === 'none' && toolsOf(request).length === 0) return await answered(request, [], false, conversation);
  try {
    const { turns, isMissing } = await conversation.hidden.find(said, (from) => dialect.pastTurns(given, from));
    const whole = turns.size > 0 ? dialect.restore(request, turns) : request;
    const isOutOfReach = isMissing || !offer.isReachable;
    const packed = offer.by === 'none' ? [] : await sent.packedPlaces(said, given, dialect, isOutOfReach);
    return await answered(whole, packed, isMissing, conversation);
  } catch {
    warn('store_failed', 'What this conversation left in the store could not be read; the request goes on without it');
    const length = dialect.history(given).length;
    const from = offer.isReachable ? length : (dialect.modelTurns(given).at(-1) ?? -1) + 1;
    const packed = Array.from({ length: length - from }, (_, i) => from + i);
    return await answered(request, packed, false, conversation);
  }
}

async function answered(
  whole: Fields,
  packed: readonly number[],
  isMissing: boolean,
  { api: { dialect }, given, ids }: Conversation,
): Promise<Recalled> {
  const request = await ids.answer(whole, dialect);
  if (packed.length === 0) return { request, losslessTurns: [], isMissing };
  const places = placesAfter(dialect.history(given), dialect.history(request));
  return { request, losslessTurns: packed.flatMap((at) => places.get(at) ?? []), isMissing };
}
