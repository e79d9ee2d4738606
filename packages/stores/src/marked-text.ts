/** Why a text is left as it is: no bytes of a text, a mark alone, several blocks, or the marks of a merge that nobody has ended. */
export type MarksProblem = 'not_text' | 'unpaired' | 'doubled' | 'merging';

/** What tells a block from others. */
export interface BlockKind<Line, Words extends string> {
  /** The lines between which everything is ours, and nothing else. One line of ASCII each. */
  readonly start: string;
  readonly end: string;
  /** What stands between the marks, of its lines without their ends. */
  readonly read: (lines: readonly string[]) => readonly Line[];
  /** The same as lines without ends, headings included. */
  readonly write: (lines: readonly Line[]) => readonly string[];
  /** How each problem is said. */
  readonly problems: Readonly<Record<MarksProblem, Words>>;
}

/** For blocks whose lines are taken and given as they are. */
export const asTheyAre = {
  read: (lines: readonly string[]) => lines,
  write: (lines: readonly string[]) => lines,
};

/**
 * A text cut into what stands before the block, its lines and what stands behind it. `before` and `after` hold one character a byte, so
 * that what is not ours comes back as it was, in whatever encoding.
 */
export interface Cut<Line> {
  readonly before: string;
  /** Undefined where there is no block. */
  readonly lines: readonly Line[] | undefined;
  readonly after: string;
  readonly eol: Eol;
}

type Eol = '\n' | '\r\n' | '\r';

/** A block of ours in a text of somebody else. */
export interface MarkedText<Line, Words extends string> {
  /** True where a mark is a line of its own, be the block whole or not. */
  has(bytes: Uint8Array): boolean;
  /** Cuts a file's bytes, undefined where there is no file. */
  read(bytes: Uint8Array | undefined): Cut<Line> | Words;
  /**
   * The bytes with these lines in the block, which is put at the end where there is none.
   * @throws TypeError for a line that would be several, or one of the marks.
   */
  put(text: Cut<Line>, lines: readonly Line[]): Buffer;
  /** The bytes without the block, and without what was put around it. */
  takeOut(text: Cut<Line>): Buffer;
}

/**
 * One kind of block, between two marks that are lines of their own: prose that tells of them is not seen. What was put in and is taken out
 * again leaves the bytes that were there before.
 */
export function markedText<Line, Words extends string>(kind: BlockKind<Line, Words>): MarkedText<Line, Words> {
  const { start, end, problems } = kind;
  const blockOf = (lines: readonly Line[], eol: Eol) => {
    const written = kind.write(lines);
    if (written.some((line) => /[\n\r\0]/.test(line) || line === start || line === end))
      throw new TypeError('a line of a block holds no line end, no NUL and no mark');
    return Buffer.from([start, ...written, end].join(eol), 'utf8').toString('latin1');
  };
  return {
    has: (bytes) => [start, end].some((mark) => placesOf(textOf(bytes), mark).length > 0),
    read(bytes) {
      const found = cut(bytes, start, end);
      if (typeof found === 'string') return problems[found];
      const { before, within, after } = found;
      // A last line that ends in half a line end would make a whole one of ours.
      const isHalf = within === undefined && before.includes('\n') && before.endsWith('\r');
      const eol = isHalf ? '\r\n' : (eolOf(before, after) ?? eolOf(within ?? '') ?? '\n');
      const lines = within === undefined ? undefined : kind.read(linesOf(within));
      return { before, lines, after, eol };
    },
    put({ before, lines: had, after, eol }, lines) {
      const block = blockOf(lines, eol);
      if (had !== undefined) return Buffer.from(before + block + after, 'latin1');
      // Behind a last line without an end the block has none either: so it is known when it is taken out.
      const isEnded = before === '' || (eol === '\r' ? before.endsWith('\r') : before.endsWith('\n'));
      const gap = before === '' ? '' : isEnded ? eol : eol + eol;
      return Buffer.from(before + gap + block + (isEnded ? eol : ''), 'latin1');
    },
    takeOut: ({ before, lines, after }) =>
      Buffer.from(lines === undefined ? before : withoutBlock(before, after), 'latin1'),
  };
}

/** What was put around a block goes with it, where it can be nothing else: the law is that what was put in comes out to the byte. */
function withoutBlock(before: string, after: string): string {
  const gap = /(?:\r\n|\n|\r)$/.exec(before)?.[0] ?? '';
  const isLast = after === '';
  if (!isLast && !/^(?:\r\n|\n|\r)$/.test(after)) return before + after;
  if (isLast) return before.endsWith(gap + gap) ? before.slice(0, before.length - 2 * gap.length) : before;
  const left = before.slice(0, before.length - gap.length);
  return isEnd(left.at(-1)) ? left : before;
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

interface RawCut {
  readonly before: string;
  readonly within: string | undefined;
  readonly after: string;
}

function cut(bytes: Uint8Array | undefined, start: string, end: string): RawCut | MarksProblem {
  const text = bytes === undefined ? '' : textOf(bytes);
  // UTF-16 with a mark of its byte order need not hold a NUL.
  if (text.includes('\0') || /^(?:\xff\xfe|\xfe\xff)/.test(text)) return 'not_text';
  if (/(?:^|[\n\r])(?:<{7}|>{7}) /.test(text)) return 'merging';
  const [starts, ends] = [placesOf(text, start), placesOf(text, end)];
  if (starts.length === 0 && ends.length === 0) return { before: text, within: undefined, after: '' };
  if (starts.length > 1 || ends.length > 1) return 'doubled';
  const [from, to] = [starts[0], ends[0]];
  if (from === undefined || to === undefined || to < from) return 'unpaired';
  const within = Buffer.from(text.slice(from + start.length, to), 'latin1').toString('utf8');
  return { before: text.slice(0, from), within, after: text.slice(to + end.length) };
}

/** UTF-8's mark at the beginning of a file, one character a byte. */
const BYTE_ORDER_MARK = '\xef\xbb\xbf';

/** Where a mark is a line of its own. */
function placesOf(text: string, mark: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    const isFirst = at === 0 || isEnd(text[at - 1]) || (at === 3 && text.startsWith(BYTE_ORDER_MARK));
    const next = text[at + mark.length];
    if (isFirst && (next === undefined || isEnd(next))) places.push(at);
  }
  return places;
}

const isEnd = (sign: string | undefined) => sign === '\n' || sign === '\r';

/** The lines between two marks: each mark has its own end. */
function linesOf(within: string): readonly string[] {
  return within.split(/\r\n|\n|\r/).slice(1, -1);
}

/** How lines end in a text of one part or two; undefined where none does. */
function eolOf(...parts: readonly string[]): Eol | undefined {
  return (['\r\n', '\n', '\r'] as const).find((eol) => parts.some((text) => text.includes(eol)));
}
