import type { Headroom } from '../compress.js';
import { Pieces } from '../edit/pieces.js';
import type { Fields } from '../formats/record.js';
import { type BodyReport, skipped, skipWarning } from '../http/body-report.js';
import { compressReading, inFormOf, type JsonBytes, readRequest } from '../http/compress-body.js';
import { takesConversation } from '../http/endpoints.js';
import { BYPASS_HEADER, sealOf } from '../http/json-body.js';
import type { Warning } from '../model/report.js';
import type { HeadroomOptions } from '../pipeline/options.js';
import type { ToolLoop } from '../tool-loop/index.js';
import { scopeOf } from '../tool-loop/owner.js';
import { type OfferedRequest, offerIn } from './offer-in.js';
import type { Fetch, Outgoing } from './outgoing.js';
import { OWNER_HEADERS, type OwnerOptions, ownerOf } from './owner-of.js';
import { respell } from './respell.js';
import { showRounds } from './show-rounds.js';

/** What a `fetch` needs to shrink requests. */
export interface Door {
  readonly engine: Headroom;
  readonly options: HeadroomOptions;
  readonly warn: (warning: Warning) => void;
  /** Answers the model's calls of the retrieve tool, where that was asked for. */
  readonly loop: ToolLoop | undefined;
  /** Whose conversations these are. */
  readonly owner: OwnerOptions;
  readonly onReport?: ((report: BodyReport, init: RequestInit | undefined) => void) | undefined;
}

/** Sends a call once, with everything that belongs to it. */
export type Send = () => Promise<Response>;

/** Makes a call ready to be sent: its body smaller, and with a loop the retrieve tool offered in it. */
export async function prepareSend(outgoing: Outgoing, fetch: Fetch, door: Door): Promise<Send> {
  const { address, headers, method, signal } = outgoing;
  if (headers.get(BYPASS_HEADER) === 'true') return () => fetch(...outgoing.changed([...OWNER_HEADERS, BYPASS_HEADER]));
  const asItCame: Send = () => fetch(...outgoing.changed(OWNER_HEADERS));
  if (method !== 'POST' || !takesConversation(address)) return asItCame;
  const seal = sealOf(headers);
  const body = seal ? undefined : await outgoing.body();
  if (body === undefined) {
    noteReport(skipped(seal ?? 'encoded'), outgoing, door);
    return asItCame;
  }
  const reading = readRequest(door.engine, body, door.options);
  if (!reading) {
    noteReport(skipped('not_json'), outgoing, door);
    return asItCame;
  }
  const { open, options, turn } = await offerIn(reading, outgoing, door);
  const told = { ...options, ...recordOf(outgoing, door), ...(signal && { signal }) };
  const { source, report } = await compressReading(door.engine, open, address, told);
  noteReport(report, outgoing, door);
  const sent = inFormOf(body, reading, source);
  if (turn?.offer === 'ours') return sendRounds(sent, open.request, turn, outgoing, fetch, door);
  return sent === body ? asItCame : () => fetch(...outgoing.changed([...OWNER_HEADERS, 'content-length'], sent));
}

/** Outcomes are recorded for an owner's conversation, where it has a name. */
function recordOf(outgoing: Outgoing, { owner, options }: Door): HeadroomOptions {
  const whose = ownerOf(outgoing, owner);
  return whose.conversation === undefined && options.record !== true ? {} : { conversation: scopeOf(whose) };
}

/** `first` says what the body says, but for the texts that got shorter: what it is made of stands at the same places. */
function sendRounds(
  body: JsonBytes,
  first: Fields,
  turn: NonNullable<OfferedRequest['turn']>,
  outgoing: Outgoing,
  fetch: Fetch,
  { warn }: Door,
): Send {
  const post = (round: typeof first) =>
    fetch(
      ...outgoing.changed(
        // A key that stands for the first round would have a provider repeat its answer.
        [...OWNER_HEADERS, 'content-length', ...(round === first ? [] : ['idempotency-key'])],
        round === first ? body : respell(body instanceof Pieces ? body.whole() : body, first, round),
      ),
    );
  return () => showRounds({ turn, body: first, post, signal: outgoing.signal, warn });
}

function noteReport(report: BodyReport, { init }: Outgoing, { warn, onReport }: Door): void {
  const warning = skipWarning(report);
  if (warning) warn(warning);
  onReport?.(report, init);
}
