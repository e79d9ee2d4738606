import type { PictureOutcome, PictureRouter } from '../../model/picture.js';
import type { Warning } from '../../model/report.js';
import { wires } from '../../pictures/wires.js';
import { type CallTime, TimeUpError } from '../call-time.js';
import { isPromise, type Steps, wait } from '../drive.js';
import type { Settings } from '../options.js';
import type { PictureCounter } from './count-pictures.js';
import type { PlacedPicture } from './find-pictures.js';
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

const KEPT: SentPicture = { outcome: { kind: 'kept' }, note: undefined };

/**
 * Asks the router once a process for each picture, tool, question and model. What it may not do, what does not pay, and what came too
 * late leaves the picture as it is, and is remembered as that: it is not decided again when it was sent.
 */
export function* decidePicture(placed: PlacedPicture, hash: string, deciding: Deciding): Steps<SentPicture> {
  const { settings, memo } = deciding;
  const { wire, detail, query, tool, nth } = placed;
  const mayLose = mayBeLost(placed, settings);
  const key = JSON.stringify([hash, wire, detail, tool, query, nth, settings.model, mayLose]);
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

/** Nothing may be lost where it could not be brought back, or where nothing may be lost at all. */
function mayBeLost({ wire, turn }: PlacedPicture, { mode, retrieval, losslessTurns }: Settings): boolean {
  return mode !== 'lossless' && retrieval === 'tool' && wires[wire].bringsBack && !losslessTurns.includes(turn);
}

function* asked(
  { wire, mediaType, data, detail, query, tool }: PlacedPicture,
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
    const picture = { wire, mediaType, data, ...(detail !== undefined && { detail }) };
    const routed = router.route(picture, { ...task, ...(signal && { signal }) });
    const outcome: unknown = yield* wait(isPromise(routed) ? time.within(routed) : routed);
    if (!isOutcome(outcome)) return left(`${router.name} gave something that is no outcome`);
    return outcome.kind === 'kept' && outcome.warning !== undefined ? left(outcome.warning) : outcome;
  } catch (error) {
    const why = error instanceof TimeUpError ? 'time_budget' : error instanceof Error ? error.name : 'unknown error';
    return left(`${router.name} did not decide (${why})`);
  }
}
