import { contentHash, sha256Hex } from '../../ccr/hash.js';
import { guardOf } from '../../ccr/store-guard.js';
import { bringsOriginals } from '../../ccr/tool.js';
import { editObject } from '../../edit/edit-object.js';
import type { Edit } from '../../model/edit.js';
import type { PictureReport, Warning } from '../../model/report.js';
import { toDataUrl, wires } from '../../pictures/wires.js';
import { grouped } from '../../reading/grouped.js';
import { matchesGlob } from '../../reading/match-glob.js';
import type { CallTime } from '../call-time.js';
import { type Steps, wait } from '../drive.js';
import type { Settings } from '../options.js';
import { PictureCounter, type PictureRules } from './count-pictures.js';
import { decidePicture, fitsIn, KEPT } from './decide-picture.js';
import { findPictures, type PlacedPicture } from './find-pictures.js';
import { withWords } from './function-answer.js';
import { lossOf, printSent, readSent, type SentPicture } from './outcome.js';
import type { PictureMemo } from './picture-memo.js';
import type { StoredOriginals } from './stored-originals.js';

/** What becomes of the pictures of a request. */
export interface RoutedPictures {
  /** All edits of the request: those of its texts, and what pictures add to them. */
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
  readonly held: StoredOriginals;
  readonly warn: (warning: Warning) => void;
  /** What becomes of the texts. */
  readonly edits: readonly Edit[];
}

/**
 * Decides about each picture once, at first sight: from its bytes, the tool and the user's words up to it. What was sent in a
 * declared conversation is repeated byte for byte, its note included; the original of whatever lost something is stored before that
 * is recorded, and before it may leave.
 */
export function* routePictures(body: unknown, how: How): Steps<RoutedPictures> {
  const { settings, sync, name, time, memo, warn } = how;
  const nothing: RoutedPictures = { edits: how.edits, reports: [] };
  const { pictures: router, model, signal } = settings;
  const found = router && name !== undefined ? findPictures(name, body).filter((one) => isOpen(one, settings)) : [];
  if (!router || found.length === 0 || signal?.aborted) return nothing;
  if (sync) {
    warn({ code: 'async_skipped', message: `${found.length} pictures were left: they are looked at asynchronously` });
    return nothing;
  }
  const counter = new PictureCounter((yield import('../../pictures/index.js')) as PictureRules, model);
  const known = found.map((placed) => identified(placed, settings.conversation));
  const { sent, isRead } = yield* recorded(known, how);
  const done: Decided[] = [];
  for (const one of known) {
    const before = sent.get(one.key);
    const own = before ?? (yield* decidePicture(one.placed, one.hash, { router, settings, time, memo, counter, warn }));
    done.push({ ...one, ...(fitsIn(one.placed, own) ? own : KEPT), isSent: before !== undefined });
  }
  if (signal?.aborted) return nothing;
  const safe = how.dryRun ? done : yield* stored(done, isRead, how);
  return {
    edits: withPictures(how.edits, safe),
    reports: safe.map((one) => reportOf(one, counter)),
  };
}

function isOpen({ turn, tool }: PlacedPicture, { frozenMessageCount, excludeTools, retrieveTool }: Settings): boolean {
  if (turn < frozenMessageCount) return false;
  if (tool === undefined) return true;
  return !bringsOriginals(tool, retrieveTool) && !excludeTools.some((glob) => matchesGlob(tool, glob));
}

/** A picture by its original. */
interface Known {
  readonly placed: PlacedPicture;
  readonly original: string;
  readonly hash: string;
  /** The conversation, the picture and its place in its message, who took it and the question. Neither options, model nor a version. */
  readonly key: string;
}

interface Decided extends Known, SentPicture {
  /** It was recorded as sent before. */
  readonly isSent: boolean;
}

function identified(placed: PlacedPicture, conversation = ''): Known {
  const original = toDataUrl(placed);
  const hash = contentHash(original);
  const { wire, tool = '', query, nth } = placed;
  const key = `sent-${sha256Hex(JSON.stringify(['picture', conversation, hash, wire, tool, query, nth]))}`;
  return { placed, original, hash, key };
}

function isRecorded({ record, conversation }: Settings): boolean {
  return record ?? conversation !== undefined;
}

/** What was sent before. What could not be read may be there: it is not written over. */
function* recorded(
  found: readonly Known[],
  { settings, sync, warn }: How,
): Steps<{ readonly sent: ReadonlyMap<string, SentPicture>; readonly isRead: boolean }> {
  const sent = new Map<string, SentPicture>();
  if (!isRecorded(settings)) return { sent, isRead: true };
  const { store, storeTimeoutMs: ms, signal } = settings;
  const keys = [...new Set(found.map(({ key }) => key))];
  const { values, error } = yield* wait(guardOf(store).read(keys, { ms, sync, signal }));
  if (error !== undefined)
    warn({ code: 'store_failed', message: 'What was sent of pictures could not be read; it is decided again' });
  for (const { key, hash } of found) {
    const entry = values.get(key);
    const before = entry === undefined ? undefined : readSent(entry, hash);
    if (before) sent.set(key, before);
  }
  return { sent, isRead: error === undefined };
}

/** Stores originals, and then what is sent: a picture whose original cannot be stored stays whole, and is recorded as that. */
function* stored(done: readonly Decided[], isRead: boolean, how: How): Steps<readonly Decided[]> {
  const { settings, sync, warn, held } = how;
  const { store, storeTimeoutMs: ms, signal } = settings;
  const patience = { ms, sync, signal };
  const originals = new Map(
    done.flatMap((one) => (lossOf(one.outcome) === '' ? [] : [[one.hash, one.original] as const])),
  );
  const due = yield* held.due(originals, store, ms);
  const failed = due.size > 0 ? yield* wait(guardOf(store).keep(due, patience)) : new Map<string, unknown>();
  held.add(
    [...due.keys()].filter((hash) => !failed.has(hash)),
    store,
  );
  const safe = done.map(
    (one): Decided =>
      failed.has(one.hash) && !one.isSent && lossOf(one.outcome) !== ''
        ? { ...one, outcome: { kind: 'kept' }, note: undefined }
        : one,
  );
  if (failed.size > 0)
    warn({
      code: 'store_failed',
      message: `${failed.size} pictures could not be stored; new ones were left as they are`,
    });
  if (!isRecorded(settings) || !isRead) return safe;
  const fresh = new Map(safe.flatMap((one) => (one.isSent ? [] : [[one.key, printSent(one)] as const])));
  const unrecorded = fresh.size > 0 ? yield* wait(guardOf(store).keep(fresh, patience)) : new Map<string, unknown>();
  if (unrecorded.size > 0) warn({ code: 'store_failed', message: 'What was sent of pictures could not be recorded' });
  return safe;
}

function withPictures(edits: readonly Edit[], done: readonly Decided[]): readonly Edit[] {
  const beside = done.filter(({ placed }) => !placed.answer);
  const own = [...edits, ...beside.flatMap(editsOf), ...beside.flatMap(noteOf)];
  const answered = done.filter(({ placed, outcome }) => placed.answer && outcome.kind !== 'kept');
  const answers = grouped(answered, ({ placed }) => JSON.stringify(placed.list));
  return [...answers.values()].reduce<readonly Edit[]>(withAnswer, own);
}

function editsOf({ placed, outcome }: Decided): readonly Edit[] {
  return outcome.kind === 'kept' ? [] : wires[placed.wire].edits(placed.part, placed.at, outcome);
}

/** What a reader lacks, behind all parts of the list that the picture stands in. */
function noteOf({ placed, note }: Decided): readonly Edit[] {
  return note === undefined ? [] : [{ kind: 'append', at: placed.list, value: wires[placed.wire].textPart(note) }];
}

/** The pictures in one function's result: words stand in its response, and what became text leaves its media. */
function withAnswer(edits: readonly Edit[], pictures: readonly Decided[]): readonly Edit[] {
  const placed = pictures[0]?.placed;
  if (!placed?.answer) return edits;
  const gone = pictures.flatMap(({ outcome, placed: { at } }) => (outcome.kind === 'text' ? [at.at(-1)] : []));
  const changes = pictures.filter(({ outcome }) => outcome.kind !== 'text').flatMap(editsOf);
  const left = gone.length === 0 ? changes : [without(placed, gone, changes)];
  const words = pictures.flatMap(({ outcome, note = '' }) => (outcome.kind === 'text' ? [outcome.text, note] : [note]));
  return withWords(
    [...edits, ...left],
    placed.answer,
    words.filter((text) => text !== ''),
  );
}

/** The media of a result without some of it. An empty list is what an absent one is to the provider. */
function without({ list, parts }: PlacedPicture, gone: readonly unknown[], changes: readonly Edit[]): Edit {
  const inList = changes.map((edit) => ({ ...edit, at: edit.at.slice(list.length) }));
  return { kind: 'replace', at: list, value: editObject(parts, inList).filter((_, index) => !gone.includes(index)) };
}

function reportOf({ placed, hash, outcome, note }: Decided, counter: PictureCounter): PictureReport {
  const { at, turn, tool, data } = placed;
  return {
    at,
    turn,
    outcome: outcome.kind,
    tokensBefore: counter.before(placed) ?? 0,
    tokensAfter: counter.after(placed, outcome, note) ?? 0,
    bytesBefore: bytesIn(data),
    bytesAfter: outcome.kind === 'bytes' ? bytesIn(outcome.data) : outcome.kind === 'text' ? 0 : bytesIn(data),
    ...(tool !== undefined && { tool }),
    ...(note !== undefined && { hash }),
  };
}

function bytesIn(base64: string): number {
  return Math.floor((base64.length * 3) / 4);
}
