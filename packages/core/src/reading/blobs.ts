import { codesOf } from './character-codes.js';

/** A stretch of a text that only a machine reads: base64, a data URI, long hex. Offsets into the text. */
export interface Blob {
  readonly from: number;
  readonly to: number;
  readonly kind: 'base64' | 'hex';
  /** Media type of a data URI, when it names one. */
  readonly media?: string;
  /** Where the encoded characters begin, behind `data:…;base64,`. */
  readonly data: number;
}

/** Shorter runs may be hashes, keys, tokens or ids that somebody asks for. */
export const MIN_BLOB = 300;

const STEP = 64;

/**
 * Finds base64 and hex runs of {@link MIN_BLOB} characters and more, in one line or wrapped in lines of one width. Looks at
 * every {@link STEP}th character first, so a text without blobs costs almost nothing. Certificates and keys between
 * `-----BEGIN` lines are left alone.
 */
export function findBlobs(text: string): Blob[] {
  const found: Blob[] = [];
  for (let probe = 0; probe < text.length; probe += STEP) {
    if (!isEncoded(text.charCodeAt(probe))) continue;
    const from = runStart(text, probe, found[found.length - 1]?.to ?? 0);
    const to = runEnd(text, probe);
    const end = wrappedEnd(text, from, to);
    if (end - from >= MIN_BLOB) {
      const blob = describeRun(text, from, end);
      if (blob) found.push(blob);
    }
    probe = Math.max(probe, end - (end % STEP));
  }
  return found;
}

const isEncoded = codesOf(/[\w+/=-]/);

function runStart(text: string, at: number, floor: number): number {
  let from = at;
  while (from > floor && isEncoded(text.charCodeAt(from - 1))) from--;
  return from;
}

function runEnd(text: string, at: number): number {
  let to = at;
  while (to < text.length && isEncoded(text.charCodeAt(to))) to++;
  return to;
}

/** Follows lines of the same width, as `base64` and MIME wrap them; the last may be shorter. JSON's `\n` counts as a line end. */
function wrappedEnd(text: string, from: number, to: number): number {
  const width = to - from;
  if (width < 40) return to;
  let end = to;
  for (;;) {
    const next = lineEndAt(text, end);
    if (next === end) return end;
    const stop = runEnd(text, next);
    const own = stop - next;
    if (own === width) end = stop;
    else
      return own > 0 &&
        own < width &&
        (lineEndAt(text, stop) > stop || stop === text.length || text[stop] === '"') &&
        hasDigitsAndCase(text, next, stop)
        ? stop
        : end;
  }
}

function lineEndAt(text: string, at: number): number {
  if (text.charCodeAt(at) === 10) return at + 1;
  if (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10) return at + 2;
  if (text.startsWith('\\r\\n', at)) return at + 4;
  return text.startsWith('\\n', at) ? at + 2 : at;
}

function hasDigitsAndCase(text: string, from: number, to: number): boolean {
  const run = text.slice(from, Math.min(to, from + 200));
  return /[0-9+/=]/.test(run) && /[A-Za-z]/.test(run);
}

function describeRun(text: string, from: number, to: number): Blob | undefined {
  if (text.slice(Math.max(0, from - 60), from).includes('-----BEGIN')) return undefined;
  const kind = kindOf(text, from, to);
  if (!kind) return undefined;
  const before = text.slice(Math.max(0, from - 120), from);
  const uri = /data:([\w.+-]+\/[\w.+-]+)?(?:;[\w=.-]+)*;base64,$/.exec(before);
  if (!uri) return { from, to, kind, data: from };
  return { from: from - (uri[0]?.length ?? 0), to, kind, data: from, ...(uri[1] ? { media: uri[1] } : {}) };
}

/** Encoded data mixes digits and both cases all the way, unlike a long path, a rule of dashes or a minified name. */
function kindOf(text: string, from: number, to: number): Blob['kind'] | undefined {
  let digits = 0;
  let lower = 0;
  let upper = 0;
  let hex = 0;
  let others = 0;
  let changes = 0;
  const step = Math.max(1, Math.floor((to - from) / 4000));
  let seen = 0;
  for (let i = from; i < to; i += step) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13 || code === 92) continue;
    seen++;
    if (code >= 48 && code <= 57) digits++;
    else if (code >= 97 && code <= 122) lower++;
    else if (code >= 65 && code <= 90) upper++;
    else others++;
    if ((code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)) hex++;
    if (i > from && code !== text.charCodeAt(i - 1)) changes++;
  }
  if (seen === 0 || changes < seen * 0.3) return undefined;
  if (hex >= seen * 0.995 && digits > seen * 0.3) return 'hex';
  const mixed = digits > seen * 0.02 && lower > seen * 0.12 && upper > seen * 0.12;
  return mixed && others < seen * 0.12 ? 'base64' : undefined;
}
