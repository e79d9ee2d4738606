import { type Fields, isRecord } from '../../formats/record.js';
import type { PictureOutcome, PictureRouter } from '../../model/picture.js';
import type { Warning } from '../../model/report.js';
import { wires } from '../../pictures/wires.js';
import { type CallTime, TimeUpError } from '../call-time.js';
import { isPromise, type Steps, wait } from '../drive.js';
import type { Settings } from '../options.js';
import type { PictureCounter } from './count-pictures.js';
import type { PlacedPicture } from './find-pictures.js';
import { canSay, pointsAtParts } from './function-answer.js';
import { noteOn } from './note.js';
import { isOutcome, lossOf, type SentPicture } from './outcome.js';
import type { PictureMemo } from './picture-memo.js';

/** What decides besides the picture. */
export interface Deciding {
  readonly router: PictureRouter;
  readonly settings: Settings;
  readonly time: CallTime;
  readonly memo: PictureMemo;
  readonly counter: PictureCounter;
  readonly warn: (warning: Warning) => void;
}

export const KEPT: SentPicture = { outcome: { kind: 'kept' }, note: undefined };

/**
 * Asks the router once a process for each picture, tool, question and model. What it may not do, what does not pay, and what came too
 * late leaves the picture as it is, and is remembered as that: it is not decided again when it was sent.
 */
export function* decidePicture(placed: PlacedPicture, hash: string, deciding: Deciding): Steps<SentPicture> {
  const { settings, memo } = deciding;
  const { wire, detail, fixedDetail, query, tool, nth } = placed;
  const mayLose = mayBeLost(placed, settings);
  const key = JSON.stringify([hash, wire, detail, fixedDetail, tool, query, nth, settings.model, mayLose]);
  const known = memo.get(key);
  if (known) return known;
  const outcome = yield* asked(placed, mayLose, deciding);
  const loss = lossOf(outcome);
  const note = loss === '' ? undefined : noteOn(nth, loss, hash, settings.retrieveTool);
  const isAllowed = outcome.kind !== 'kept' && (loss === '' || mayLose);
  const sent = isAllowed && deciding.counter.pays(placed, outcome, note) ? { outcome, note } : KEPT;
  if (!settings.signal?.aborted) memo.set(key, sent);
  return sent;
}

/** Whether a picture's place can hold an outcome with all that is said of it. */
export function fitsIn({ answer, part }: PlacedPicture, { outcome, note }: SentPicture): boolean {
  if (!answer || outcome.kind === 'kept') return true;
  const isFieldNeeded = 'detail' in outcome && outcome.detail !== undefined;
  if (isFieldNeeded || (note !== undefined && !canSay(answer))) return false;
  // A picture that has a name in the words cannot go.
  return outcome.kind !== 'text' || !isNamed(part) || !pointsAtParts(answer.response);
}

function isNamed({ inlineData, inline_data }: Fields): boolean {
  const held = inlineData ?? inline_data;
  return isRecord(held) && (held.displayName ?? held.display_name) !== undefined;
}

/** Nothing may be lost where it could not be brought back or said, or where nothing may be lost at all. */
function mayBeLost({ wire, turn, answer }: PlacedPicture, { mode, retrieval, losslessTurns }: Settings): boolean {
  if (answer && !canSay(answer)) return false;
  return mode !== 'lossless' && retrieval === 'tool' && wires[wire].bringsBack && !losslessTurns.includes(turn);
}

function* asked(
  { wire, mediaType, data, detail, fixedDetail, query, tool }: PlacedPicture,
  retrievable: boolean,
  { router, settings: { model, signal }, time, warn }: Deciding,
): Steps<PictureOutcome> {
  const left = (why: string): PictureOutcome => {
    warn({ code: 'picture_kept', message: `A picture was left as it is: ${why}` });
    return { kind: 'kept' };
  };
  try {
    time.check();
    const task = { query, retrievable, ...(model !== undefined && { model }), ...(tool !== undefined && { tool }) };
    const picture = {
      wire,
      mediaType,
      data,
      ...(detail !== undefined && { detail }),
      ...(fixedDetail && { fixedDetail }),
    };
    const routed = router.route(picture, { ...task, ...(signal && { signal }) });
    const outcome: unknown = yield* wait(isPromise(routed) ? time.within(routed) : routed);
    if (!isOutcome(outcome)) return left(`${router.name} gave something that is no outcome`);
    return outcome.kind === 'kept' && outcome.warning !== undefined ? left(outcome.warning) : outcome;
  } catch (error) {
    const why = error instanceof TimeUpError ? 'time_budget' : error instanceof Error ? error.name : 'unknown error';
    return left(`${router.name} did not decide (${why})`);
  }
}
