import type { Omission } from '../model/compressor.js';
import { trimEndOf } from '../reading/trim-end.js';
import { contentHash } from './hash.js';

/** Who reads a marker: a model that has been offered the retrieve tool, under the name it sees, or the calling program. */
export type MarkerAudience = { readonly tool: string } | 'summary';

const SEAL_LENGTH = 4;
/** 24 is `HASH_LENGTH`, 4 is {@link SEAL_LENGTH}. */
const MARKER = /^hash=([0-9a-f]{24})-([0-9a-f]{4})(?: [^\n\]]*)?\](?: \*\/| -->)?$/;

/** Behind the hash of a marker there are at most so many characters. */
const LONGEST_END = 400;

/** What a marker says, read back. */
export interface Marker {
  readonly hash: string;
}

function seal(text: string): string {
  return contentHash(text).slice(0, SEAL_LENGTH);
}

/**
 * The one place where a marker is written: the trimmed text, a line saying what is missing and how to get it, and a seal
 * over both, by which our own output is known again. A marker copied into other text has a wrong seal and stays plain text.
 */
export function writeMarker(text: string, omitted: Omission, hash: string, audience: MarkerAudience): string {
  const summary = trimEndOf(omitted.summary.replace(/\s+/g, ' '), /[. ]/).trim();
  const prefix = omitted.comment ? `${omitted.comment} ` : '';
  const how =
    audience === 'summary'
      ? { before: 'The original is stored under hash=', after: '' }
      : { before: `Full text: call ${audience.tool} with hash=`, after: ' (lines, rows or query bring back a part)' };
  const start = `${trimEndOf(text, /\n/)}\n${prefix}[Left out: ${summary}. ${how.before}${hash}`;
  return `${start}-${seal(start)}${how.after}]`;
}

/** Reads the marker at the end of a text, only if it is genuine: its seal fits everything before it. */
export function readMarker(received: string): Marker | undefined {
  const text = received.trimEnd();
  if (!text.slice(-LONGEST_END).includes('hash=')) return undefined;
  const line = text.slice(text.lastIndexOf('\n') + 1);
  if (!line.includes('[Left out: ')) return undefined;
  const found = MARKER.exec(line.slice(line.lastIndexOf('hash=')));
  if (!found?.[1] || !found[2]) return undefined;
  const sealed = text.slice(0, text.length - line.length + line.lastIndexOf(`-${found[2]}`));
  return seal(sealed) === found[2] ? { hash: found[1] } : undefined;
}

const HASH = /(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])/;

/** Takes the key out of what a model may hand back: `H`, `H-seal`, `hash=H`, `ccr:H`, `<<ccr:H…>>`, a whole marker. */
export function readHash(text: string): string | undefined {
  return HASH.exec(text.toLowerCase())?.[0];
}
