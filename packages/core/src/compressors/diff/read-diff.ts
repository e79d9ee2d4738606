/** A run of lines between two `@@` headers, with the header taken apart. */
export interface Hunk {
  readonly header: string;
  /** Undefined for headers that cannot be read. */
  readonly range: Range | undefined;
  readonly lines: readonly string[];
}
export interface Range {
  /** First lines on each side: one per parent, then the result. A combined diff (`@@@`) has several parents. */
  readonly starts: readonly number[];
  readonly counts: readonly number[];
  /** What follows the last `@@`, its blank included. */
  readonly section: string;
}
export interface FilePart {
  readonly kind: 'file';
  /** Everything before the first hunk: `diff --git`, `index`, modes, renames, `---`, `+++`, binary notes. */
  readonly header: readonly string[];
  readonly path: string;
  readonly hunks: readonly Hunk[];
}
/** Words around the files: a commit message, a diffstat, a shell prompt. */
export interface ProsePart {
  readonly kind: 'prose';
  readonly lines: readonly string[];
}
export type Part = FilePart | ProsePart;

const RANGE = /^@@(@{0,15}) ((?:-\d{1,9}(?:,\d{1,9})? ){1,16})\+(\d{1,9})(?:,(\d{1,9}))? @@\1(.*)$/s;

function readRange(raw: string): Range | undefined {
  const found = RANGE.exec(raw.endsWith('\r') ? raw.slice(0, -1) : raw);
  if (!found) return undefined;
  const old = found[2]!
    .trim()
    .split(' ')
    .map((side) => side.slice(1).split(','));
  if (old.length !== found[1]!.length + 1) return undefined;
  const sides = [...old, [found[3]!, found[4]]];
  return {
    starts: sides.map(([start]) => Number(start)),
    counts: sides.map(([, count]) => Number(count ?? 1)),
    section: found[5]!,
  };
}

/** True where a hunk's line exists on a side: a parent, or the result, which has the last number. */
export function isOnSide(line: string, side: number, parents: number): boolean {
  if (line[0] === '\\') return false;
  if (parents === 1) return line[0] !== (side === 0 ? '+' : '-');
  const signs = line.slice(0, parents);
  const removed = signs.includes('-');
  if (side === parents) return !removed;
  return removed ? signs[side] === '-' : signs[side] !== '+';
}
const HEADER_LINE =
  /^(?:diff |index |Index: |={20,}|--- |\+\+\+ |old mode |new mode |new file mode |deleted file mode |mode |similarity index |dissimilarity index |rename |copy |Binary files |GIT binary patch|Submodule |\\ |Only in )/;

/** Takes a diff apart into files with hunks and the prose around them. Every line lands in exactly one place; never throws. */
export function readDiff(lines: readonly string[]): Part[] {
  return new Reader(lines).parts();
}

class Reader {
  #at = 0;
  constructor(private readonly lines: readonly string[]) {}

  parts(): Part[] {
    const parts: Part[] = [];
    let prose: string[] = [];
    while (this.#at < this.lines.length) {
      if (!this.#startsFile()) {
        prose.push(this.lines[this.#at++]!);
        continue;
      }
      if (prose.length > 0) parts.push({ kind: 'prose', lines: prose });
      prose = [];
      parts.push(this.#file());
    }
    if (prose.length > 0) parts.push({ kind: 'prose', lines: prose });
    return parts;
  }

  #startsFile(): boolean {
    const line = this.lines[this.#at]!;
    if (/^diff (?:--git|--cc|--combined|-)/.test(line) || /^Index: \S/.test(line)) return true;
    const next = this.lines[this.#at + 1];
    if (line.startsWith('--- ') && next?.startsWith('+++ ')) return true;
    return line.startsWith('@@ -') && RANGE.test(line);
  }

  #file(): FilePart {
    const header: string[] = [];
    const hunks: Hunk[] = [];
    let named = false;
    while (this.#at < this.lines.length) {
      const line = this.lines[this.#at]!;
      if (line.startsWith('@@')) break;
      if (
        header.length > 0 &&
        !HEADER_LINE.test(line) &&
        !(header.some((h) => h.startsWith('GIT binary')) && /^(?:literal|delta|[A-Za-z]\S*$|$)/.test(line))
      )
        break;
      if (header.length > 0 && /^(?:diff |Index: )/.test(line) && !/^Index: /.test(header[0]!)) break;
      if (named && line.startsWith('--- ')) break;
      if (line.startsWith('+++ ')) named = true;
      header.push(line);
      this.#at++;
    }
    while (this.#at < this.lines.length && this.lines[this.#at]!.startsWith('@@')) hunks.push(this.#hunk());
    return { kind: 'file', header, path: pathOf(header), hunks };
  }

  #hunk(): Hunk {
    const header = this.lines[this.#at++]!;
    const range = readRange(header);
    const from = this.#at;
    const left = range ? [...range.counts] : [];
    while (this.#at < this.lines.length) {
      const line = this.lines[this.#at]!;
      if (!left.some((count) => count > 0) && !this.#goesOn(line, range !== undefined)) break;
      if (line !== '' && !' +-\\\r'.includes(line[0]!)) break;
      for (let side = 0; side < left.length; side++) if (isOnSide(line, side, left.length - 1)) left[side]!--;
      this.#at++;
    }
    return { header, range, lines: this.lines.slice(from, this.#at) };
  }

  /** Whether a line behind the announced ones still belongs to the hunk: counts may be wrong or unreadable. */
  #goesOn(line: string, counted: boolean): boolean {
    if (line === '-- ' || this.#startsFile()) return false;
    if (line === '') return this.#blankInside();
    return !counted || '+-\\'.includes(line[0]!) || this.#changesFollow();
  }

  /** A bare line break is context only when the hunk goes on behind it. */
  #blankInside(): boolean {
    const next = this.lines[this.#at + 1];
    return next !== undefined && /^[ +-]/.test(next);
  }

  /** Context behind the announced lines belongs to the hunk only when changes or more context follow closely. */
  #changesFollow(): boolean {
    for (let i = this.#at; i < Math.min(this.#at + 4, this.lines.length); i++) {
      const sign = this.lines[i]![0];
      if (sign === '+' || sign === '-') return true;
      if (sign !== ' ') return false;
    }
    return this.lines[this.#at]![0] === ' ' && this.lines[this.#at + 1]?.[0] === ' ';
  }
}

/** The path a reader would call the file by: the new one, or the old one of a deleted file. */
function pathOf(header: readonly string[]): string {
  let path = '';
  for (const raw of header) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line.startsWith('+++ ') && !line.startsWith('+++ /dev/null')) return bare(line.slice(4));
    if (line.startsWith('--- ') && !line.startsWith('--- /dev/null')) path = bare(line.slice(4));
    else if (line.startsWith('rename to ')) path = line.slice(10);
    else if (line.startsWith('Index: ')) path = line.slice(7);
    else if (line.startsWith('diff --cc ')) path = line.slice(10);
    else if (line.startsWith('diff --combined ')) path = line.slice(16);
    else if (line.startsWith('diff --git ') && path === '') path = gitPath(line.slice(11));
  }
  return path;
}

function bare(text: string): string {
  const tab = text.indexOf('\t');
  return (tab < 0 ? text : text.slice(0, tab)).replace(/^"?[abciwo]\//, '').replace(/"$/, '');
}

/** `a/x y b/x y`: both halves are the same path; a rename is told by its own header line. */
function gitPath(pair: string): string {
  const half = (pair.length - 1) / 2;
  if (Number.isInteger(half) && pair.slice(2, half) === pair.slice(half + 3)) return pair.slice(2, half);
  return bare(pair.slice(pair.lastIndexOf(' ') + 1));
}
