/** The lines between which everything is ours, and nothing else. */
export const START = '<!-- headroom:memory:start -->';
export const END = '<!-- headroom:memory:end -->';

/** Why a file is left alone. */
export type MarksProblem =
  | 'it is no text'
  | 'its marks stand without their partner'
  | 'it has more than one block'
  | 'it stands in the middle of a merge';

/**
 * A file cut into what stands before our block, the lines within and what stands behind. `before` and `after` hold one character a
 * byte, so that what is not ours comes back as it was, in whatever encoding.
 */
export interface MarkedText {
  readonly before: string;
  /** Undefined where there is no block. */
  readonly lines: readonly string[] | undefined;
  readonly after: string;
}

export function readMarked(bytes: Uint8Array | undefined): MarkedText | MarksProblem {
  if (bytes === undefined) return { before: '', lines: undefined, after: '' };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (text.includes('\0')) return 'it is no text';
  if (/^(?:<{7} |>{7} )/m.test(text)) return 'it stands in the middle of a merge';
  const [starts, ends] = [placesOf(text, START), placesOf(text, END)];
  if (starts.length === 0 && ends.length === 0) return { before: text, lines: undefined, after: '' };
  if (starts.length > 1 || ends.length > 1) return 'it has more than one block';
  const [start, end] = [starts[0], ends[0]];
  if (start === undefined || end === undefined || end < start) return 'its marks stand without their partner';
  const within = Buffer.from(text.slice(start + START.length, end), 'latin1').toString('utf8');
  return { before: text.slice(0, start), lines: within.split(/\r?\n/), after: text.slice(end + END.length) };
}

/** The bytes with these lines in the block, which is put at the end where there is none. */
export function withLines({ before, lines: had, after }: MarkedText, lines: readonly string[]): Buffer {
  // A last line that ends in half a line end would make a whole one of ours.
  const eol = /\r\n|\r$/.test(before) || /\r\n/.test(after) ? '\r\n' : '\n';
  const block = Buffer.from([START, ...lines, END].join(eol), 'utf8').toString('latin1');
  if (had !== undefined) return Buffer.from(before + block + after, 'latin1');
  // Behind a last line without an end the block has none either: so it is known when it is taken out.
  const isEnded = before === '' || /\n$/.test(before);
  const gap = before === '' ? '' : isEnded ? eol : eol + eol;
  return Buffer.from(before + gap + block + (isEnded ? eol : ''), 'latin1');
}

/** The bytes without the block, and without what was put around it. */
export function withoutBlock({ before, lines, after }: MarkedText): Buffer {
  if (lines === undefined) return Buffer.from(before, 'latin1');
  const gap = /\r\n$/.test(before) ? '\r\n' : '\n';
  const cut = (text: string) => (text.endsWith(gap) ? text.slice(0, -gap.length) : text);
  if (after === '') return Buffer.from(cut(cut(before)), 'latin1');
  if (after === '\n' || after === '\r\n') return Buffer.from(cut(before), 'latin1');
  return Buffer.from(before + after, 'latin1');
}

/** Where a mark is a line of its own. */
function placesOf(text: string, mark: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    const isFirst = at === 0 || text[at - 1] === '\n';
    const next = text.slice(at + mark.length, at + mark.length + 2);
    if (isFirst && (next === '' || next[0] === '\n' || next === '\r\n')) places.push(at);
  }
  return places;
}
