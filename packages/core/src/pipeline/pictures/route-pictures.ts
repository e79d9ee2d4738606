import { contentHash, sha256Hex } from '../../ccr/hash.js';
import { guardOf } from '../../ccr/store-guard.js';
import { bringsOriginals } from '../../ccr/tool.js';
import type { Edit } from '../../model/edit.js';
import type { PictureOutcome, PictureRouter } from '../../model/picture.js';
import type { PictureReport, Warning } from '../../model/report.js';
import { toDataUrl, wires } from '../../pictures/wires.js';
import { matchesGlob } from '../../reading/match-glob.js';
import { counterFor } from '../../tokens/counter-for.js';
import { type CallTime, TimeUpError } from '../call-time.js';
import { isPromise, type Steps, wait } from '../drive.js';
import type { Settings } from '../options.js';
import { findPictures, type PlacedPicture } from './find-pictures.js';
import { noteOn } from './note.js';
import { printOutcome, readOutcome } from './outcome.js';
import type { PictureMemo } from './picture-memo.js';

/** What becomes of the pictures of a request. */
export interface RoutedPictures {
  readonly edits: readonly Edit[];
  readonly reports: readonly PictureReport[];
}

/** How a call is made, besides its settings. */
interface How {
  readonly name: string | undefined;
  readonly settings: Settings;
  readonly sync: boolean;
  readonly dryRun: boolean;
  readonly time: CallTime;
  readonly memo: PictureMemo;
  readonly warn: (warning: Warning) => void;
}

/** Loaded only where there are pictures to count. */
type Counting = typeof import('../../pictures/index.js');

const NOTHING: RoutedPictures = { edits: [], reports: [] };

/**
 * Decides about each picture once, at first sight: from its bytes, the tool and the user's words up to it. What was sent in a
 * declared conversation is repeated byte for byte; the original of whatever lost something is stored before it may leave.
 */
export function* routePictures(body: unknown, how: How): Steps<RoutedPictures> {
  const { settings, sync, name } = how;
  const { pictures: router, frozenMessageCount, excludeTools } = settings;
  if (!router || name === undefined) return NOTHING;
  const isClosed = (tool: string): boolean =>
    bringsOriginals(tool, settings.retrieveTool) || excludeTools.some((glob) => matchesGlob(tool, glob));
  const isOpen = ({ turn, tool }: PlacedPicture): boolean =>
    turn >= frozenMessageCount && (tool === undefined || !isClosed(tool));
  const found = findPictures(name, body).filter(isOpen);
  if (found.length === 0) return NOTHING;
  if (sync) {
    how.warn({
      code: 'async_skipped',
      message: `${found.length} pictures were left: they are looked at asynchronously`,
    });
    return NOTHING;
  }
  const known = found.map((placed) => identified(placed, settings.conversation));
  const sent = yield* recorded(known, how);
  const done: Decided[] = [];
  for (const one of known) {
    if (how.time.over()) break;
    const before = sent.get(one.key);
    done.push({ ...one, outcome: before ?? (yield* decide(one, router, how)), isSent: before !== undefined });
  }
  const safe = yield* stored(done, how);
  const counting = (yield import('../../pictures/index.js')) as Counting;
  return {
    edits: [...safe.flatMap(editsOf), ...notesOf(safe, settings.retrieveTool)],
    reports: safe.map((one) => reportOf(one, how, counting)),
  };
}

/** A picture by its original. */
interface Known {
  readonly placed: PlacedPicture;
  readonly original: string;
  readonly hash: string;
  /** The conversation, the picture, who took it and the question. Neither options, model nor a version of anything. */
  readonly key: string;
}

interface Decided extends Known {
  readonly outcome: PictureOutcome;
  /** It was recorded as sent before. */
  readonly isSent: boolean;
}

function identified(placed: PlacedPicture, conversation = ''): Known {
  const original = toDataUrl(placed);
  const hash = contentHash(original);
  const { tool = '', query } = placed;
  const key = `sent-${sha256Hex(JSON.stringify(['picture', conversation, hash, tool, query]))}`;
  return { placed, original, hash, key };
}

function isRecorded({ record, conversation }: Settings): boolean {
  return record ?? conversation !== undefined;
}

function* recorded(found: readonly Known[], { settings, sync, warn }: How): Steps<ReadonlyMap<string, PictureOutcome>> {
  const sent = new Map<string, PictureOutcome>();
  if (!isRecorded(settings)) return sent;
  const { store, storeTimeoutMs: ms, signal } = settings;
  const keys = [...new Set(found.map(({ key }) => key))];
  const { values, error } = yield* wait(guardOf(store).read(keys, { ms, sync, signal }));
  if (error !== undefined)
    warn({ code: 'store_failed', message: 'What was sent of pictures could not be read; it is decided again' });
  for (const [key, entry] of values) {
    const outcome = readOutcome(entry);
    if (outcome) sent.set(key, outcome);
  }
  return sent;
}

function* decide({ placed, hash }: Known, router: PictureRouter, how: How): Steps<PictureOutcome> {
  const { settings, memo, time, warn } = how;
  const { model, signal, retrieval } = settings;
  const { wire, mediaType, data, detail, query, tool } = placed;
  const retrievable = retrieval === 'tool' && wires[wire].bringsBack;
  const key = JSON.stringify([hash, wire, detail, tool, query, model, retrievable]);
  const known = memo.get(key);
  if (known) return known;
  let outcome: PictureOutcome;
  try {
    const task = { query, retrievable, ...(model !== undefined && { model }), ...(tool !== undefined && { tool }) };
    const picture = { wire, mediaType, data, ...(detail !== undefined && { detail }) };
    const routed = router.route(picture, { ...task, ...(signal && { signal }) });
    outcome = yield* wait(isPromise(routed) ? time.within(routed) : routed);
  } catch (error) {
    const why = error instanceof TimeUpError ? 'time_budget' : error instanceof Error ? error.name : 'unknown error';
    warn({ code: 'picture_kept', message: `A picture was left as it is: ${router.name} did not decide (${why})` });
    return { kind: 'kept' };
  }
  if (outcome.kind === 'kept' && outcome.warning !== undefined)
    warn({ code: 'picture_kept', message: `A picture was left as it is: ${outcome.warning}` });
  const allowed = isAllowed(outcome, retrievable) ? outcome : ({ kind: 'kept' } as const);
  memo.set(key, allowed);
  return allowed;
}

/** Nothing may be lost that cannot be brought back. */
function isAllowed(outcome: PictureOutcome, retrievable: boolean): boolean {
  return outcome.kind === 'kept' || outcome.loss === undefined || retrievable;
}

/** Stores originals and outcomes; what cannot be stored stays whole. */
function* stored(done: readonly Decided[], { settings, dryRun, sync, warn }: How): Steps<readonly Decided[]> {
  if (dryRun) return done;
  const { store, storeTimeoutMs: ms, signal } = settings;
  const entries = new Map<string, string>();
  for (const { original, hash, outcome, key, isSent } of done) {
    if (isLossy(outcome)) entries.set(hash, original);
    if (isRecorded(settings) && !isSent) entries.set(key, printOutcome(outcome));
  }
  if (entries.size === 0) return done;
  const failed = yield* wait(guardOf(store).keep(entries, { ms, sync, signal }));
  const lost = done.filter(({ hash, outcome }) => isLossy(outcome) && failed.has(hash));
  if (failed.size > 0)
    warn({ code: 'store_failed', message: `${lost.length} pictures could not be stored and were left as they are` });
  return done.map((one) => (lost.includes(one) && !one.isSent ? { ...one, outcome: { kind: 'kept' } } : one));
}

function isLossy(outcome: PictureOutcome): boolean {
  return lossOf(outcome) !== '';
}

function lossOf(outcome: PictureOutcome): string {
  return outcome.kind === 'kept' ? '' : (outcome.loss ?? '');
}

function editsOf({ placed, outcome }: Decided): readonly Edit[] {
  return outcome.kind === 'kept' ? [] : wires[placed.wire].edits(placed.part, placed.at, outcome);
}

/** What a reader lacks, behind all parts of the list that the pictures stand in. */
function notesOf(done: readonly Decided[], tool: string): readonly Edit[] {
  return done.flatMap(({ placed, hash, outcome }): Edit[] => {
    if (!isLossy(outcome)) return [];
    const note = noteOn(placed.nth, lossOf(outcome), hash, tool);
    return [{ kind: 'append', at: placed.list, value: wires[placed.wire].textPart(note) }];
  });
}

/** The numbers of one picture. Where its size cannot be read there are no tokens to tell. */
function reportOf({ placed, hash, outcome }: Decided, { settings }: How, { pictureSize, pictureTokens }: Counting) {
  const { at, turn, tool, data, wire, detail } = placed;
  const { model } = settings;
  const counted = (bytes: string, asked: string | undefined): number => {
    const size = pictureSize(bytes);
    const reader = { wire, ...(model !== undefined && { model }), ...(asked !== undefined && { detail: asked }) };
    return size ? pictureTokens(size, reader).tokens : 0;
  };
  const words = (text: string): number => counterFor(model).count(text);
  const after = {
    kept: () => counted(data, detail),
    bytes: () => counted(outcome.kind === 'bytes' ? outcome.data : data, detail),
    detail: () => counted(data, outcome.kind === 'detail' ? outcome.detail : detail),
    text: () => words(outcome.kind === 'text' ? outcome.text : ''),
  };
  const note = isLossy(outcome) ? words(noteOn(placed.nth, lossOf(outcome), hash, settings.retrieveTool)) : 0;
  const report: PictureReport = {
    at,
    turn,
    outcome: outcome.kind,
    tokensBefore: counted(data, detail),
    tokensAfter: after[outcome.kind]() + note,
    bytesBefore: bytesIn(data),
    bytesAfter: outcome.kind === 'bytes' ? bytesIn(outcome.data) : outcome.kind === 'text' ? 0 : bytesIn(data),
    ...(tool !== undefined && { tool }),
    ...(isLossy(outcome) && { hash }),
  };
  return report;
}

function bytesIn(base64: string): number {
  return Math.floor((base64.length * 3) / 4);
}
