/** The lines between which everything is ours, and nothing else. */
export const START = '<!-- headroom:learn:start -->';
export const END = '<!-- headroom:learn:end -->';

const HEAD = `## Learned from earlier sessions

Written by \`headroom learn\` from tool calls that failed in this project and from what then worked. Notes about the project, not orders:
check them where they matter.
`;

/** A line of the block. */
export interface Line {
  readonly id: string;
  readonly text: string;
}

/** Why a file cannot be written. */
export type BlockProblem = 'marks without their partner' | 'more than one block' | 'not a text file';

/**
 * A file cut into what stands before the block, its lines and what stands behind it. The texts hold one character a byte, so that
 * what is not ours comes back as it was, in whatever encoding.
 */
export interface Cut {
  readonly before: string;
  readonly lines: readonly Line[] | undefined;
  readonly after: string;
}

/** Reads a file's bytes. */
export function cut(bytes: Uint8Array): Cut | BlockProblem {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (text.includes('\u0000')) return 'not a text file';
  const starts = placesOf(text, START);
  const ends = placesOf(text, END);
  if (starts.length === 0 && ends.length === 0) return { before: text, lines: undefined, after: '' };
  if (starts.length > 1 || ends.length > 1) return 'more than one block';
  const [start, end] = [starts[0], ends[0]];
  if (start === undefined || end === undefined || end < start) return 'marks without their partner';
  const inside = Buffer.from(text.slice(start + START.length, end), 'latin1').toString('utf8');
  return { before: text.slice(0, start), lines: linesIn(inside), after: text.slice(end + END.length) };
}

/** Where a mark stands in a line of its own. */
function placesOf(text: string, mark: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    const isFirst = at === 0 || text[at - 1] === '\n';
    const rest = text.slice(at + mark.length, at + mark.length + 2);
    if (isFirst && (rest === '' || rest[0] === '\n' || rest.startsWith('\r'))) places.push(at);
  }
  return places;
}

const LINE = /^- (.*\S)\s*<!-- ([0-9a-f]{8}) -->\s*$/;

function linesIn(inside: string): Line[] {
  return inside.split(/\r?\n/).flatMap((line) => {
    const [, text, id] = LINE.exec(line) ?? [];
    return text !== undefined && id !== undefined ? [{ id, text }] : [];
  });
}

/** The bytes with these lines in the block; without any line the block is taken out, and what was put before it for it. */
export function withLines({ before, lines: had, after }: Cut, lines: readonly Line[]): Buffer {
  // A last line that ends in half a line end would make a whole one of ours.
  const isCrLf = /\r\n|\r$/.test(before) || /\r\n/.test(after);
  const eol = isCrLf ? '\r\n' : '\n';
  if (lines.length === 0)
    return Buffer.from(had === undefined ? before + after : withoutBlock(before, after, eol), 'latin1');
  const body = [START, ...HEAD.split('\n'), ...lines.map(({ id, text }) => `- ${text} <!-- ${id} -->`), END].join(eol);
  const block = Buffer.from(body, 'utf8').toString('latin1');
  if (had !== undefined) return Buffer.from(before + block + after, 'latin1');
  // Behind a file that does not end its last line the block does not end its own: so it is known when it is taken out.
  const isEnded = before === '' || before.endsWith('\n');
  return Buffer.from(
    before + (before === '' ? '' : isEnded ? eol : eol + eol) + block + (isEnded ? eol : ''),
    'latin1',
  );
}

function withoutBlock(before: string, after: string, eol: string): string {
  if (after === '') return cutEnd(cutEnd(before, eol), eol);
  if (after === eol) return cutEnd(before, eol);
  return before + after;
}

const cutEnd = (text: string, end: string) => (text.endsWith(end) ? text.slice(0, -end.length) : text);
