/** One line of a search output, read. `at` is its index among the lines of the text. */
export type Row =
  | {
      readonly kind: 'hit';
      readonly at: number;
      readonly path: string;
      readonly number: string;
      readonly mark: Mark;
      readonly text: string;
      /** What the line says before the path that the matches of its file have. */
      readonly root?: string;
    }
  | { readonly kind: 'heading' | 'gap' | 'blank' | 'other'; readonly at: number; readonly text: string };
export type Hit = Extract<Row, { kind: 'hit' }>;
/** `:` a match, `-` context around one, `=` the enclosing function (`git grep -p`). */
export type Mark = ':' | '-' | '=';
/** `flat` says the path on every line, `heading` above its lines, `plain` says no line numbers. */
export type Layout = 'flat' | 'heading' | 'plain';

const MAX_PATH = 600;
const EXTENSION = /\.[A-Za-z0-9_+~-]{1,14}$/;
const BARE = /^(?:[A-Z][\w-]*|\.\w[\w.-]*)$/;
const NO_PATH = /^\d+$|^\[?\d{1,4}[-/.]\w{2,3}[-/.]\d{1,4}[T ,]|\[[^\][]*$|^\s|["<>|]|:\/\/|^at |\s{2}/;

/** True for what can stand as a file's path before `:12:`. */
export function isPath(text: string): boolean {
  if (text.length === 0 || text.length > MAX_PATH || NO_PATH.test(text)) return false;
  if (text.includes('/') || text.includes('\\')) return !/^\S+ \S+ \S+ \S+ /.test(text) || EXTENSION.test(text);
  return EXTENSION.test(text) || BARE.test(text);
}

/** The end of the digits that start at `from`, or `from` when there are none. */
function digitsEnd(line: string, from: number): number {
  let end = from;
  while (end - from < 9) {
    const code = line.charCodeAt(end);
    if (!(code >= 48 && code <= 57)) break;
    end++;
  }
  return end;
}

/** The first `path<mark>digits<mark>` of a line whose path is accepted. */
function cutAt(line: string, mark: Mark, accept: (path: string) => boolean): { cut: number; end: number } | undefined {
  let cut = line.indexOf(mark, 1);
  for (let tries = 0; cut > 0 && cut < MAX_PATH && tries < 16; tries++) {
    const end = digitsEnd(line, cut + 1);
    if (end > cut + 1 && line[end] === mark && accept(line.slice(0, cut))) return { cut, end };
    cut = line.indexOf(mark, cut + 1);
  }
  return undefined;
}

function hit(at: number, line: string, mark: Mark, cut: number, end: number, root = ''): Hit {
  return {
    kind: 'hit',
    at,
    path: line.slice(root.length, cut),
    number: line.slice(cut + 1, end),
    mark,
    text: line.slice(end + 1),
    ...(root === '' ? {} : { root }),
  };
}

function other(at: number, line: string): Row {
  const bare = line.endsWith('\r') ? line.slice(0, -1) : line;
  return { kind: bare === '--' ? 'gap' : bare.trim() === '' ? 'blank' : 'other', at, text: line };
}

/** Reads `path:12:text` lines with `path-13-text` context; a context line's path is one that also has a match. */
function readFlat(lines: readonly string[]): Row[] {
  const cuts = lines.map((line) => cutAt(line, ':', isPath));
  const known = new Set<string>();
  lines.forEach((line, at) => {
    const found = cuts[at];
    if (found) known.add(line.slice(0, found.cut));
  });
  const isKnown = (path: string): boolean => known.has(path);
  const root = rootOf(lines, known);
  const isRooted = (path: string): boolean => path.startsWith(root) && known.has(path.slice(root.length));
  const hasContext =
    root !== '' || lines.includes('--') || lines.some((line) => cutAt(line, '-', isKnown) !== undefined);
  return lines.map((line, at) => {
    const found = cuts[at];
    const context = hasContext ? (cutAt(line, '-', isKnown) ?? cutAt(line, '=', isKnown)) : undefined;
    if (context && (!found || context.cut < found.cut)) {
      return hit(at, line, line[context.cut] === '=' ? '=' : '-', context.cut, context.end);
    }
    const rooted = root !== '' && !found && !context ? cutAt(line, '-', isRooted) : undefined;
    if (rooted) return hit(at, line, '-', rooted.cut, rooted.end, root);
    return found ? hit(at, line, ':', found.cut, found.end) : other(at, line);
  });
}

/**
 * What stands before a known path in lines of context: tools of agents make paths relative as far as a line's first colon, so that
 * a line of context without one keeps all of its path.
 */
function rootOf(lines: readonly string[], known: ReadonlySet<string>): string {
  let root = '';
  const isUnder = (path: string): boolean => {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
      if (known.has(path.slice(at + 1))) {
        root = path.slice(0, at + 1);
        return true;
      }
    return false;
  };
  return lines.some((line) => !line.includes(':') && cutAt(line, '-', isUnder) !== undefined) ? root : '';
}

const NUMBERED = /^\d{1,9}[:=-]/;

/** True for `12:text`, a line under a heading. */
export function isNumbered(line: string): boolean {
  return NUMBERED.test(line);
}

const UNDER_HEADING = /^(?: {0,6}(?:[Ll]ine |L))?(\d{1,9})([:=-])/;

/** The number and mark of a line under a heading: `12:text`, `  Line 12: text`, `L12: text`. */
export function numberUnderHeading(line: string): RegExpExecArray | null {
  return UNDER_HEADING.exec(line.slice(0, 24));
}

/** The path that a heading says: `src/a.ts`, `src/a.ts:`, `File: src/a.ts`. */
export function pathOfHeading(line: string): string {
  const path = line.trim().replace(/^(?:File|Path|#+):? /i, '');
  return path.endsWith(':') ? path.slice(0, -1) : path;
}

/** Reads a path over its `12:text` lines, as ripgrep and ag print for people and tools of agents for models. */
function readHeading(lines: readonly string[]): Row[] {
  let path = '';
  return lines.map((line, at) => {
    const found = numberUnderHeading(line);
    if (found) {
      return { kind: 'hit', at, path, number: found[1]!, mark: found[2] as Mark, text: line.slice(found[0].length) };
    }
    const next = lines[at + 1];
    if (next !== undefined && numberUnderHeading(next) && line !== '--' && line.trim() !== '') {
      path = pathOfHeading(line);
      return { kind: 'heading', at, text: line };
    }
    return other(at, line);
  });
}

/** The path before the first colon of `path:text`, behind a Windows drive. */
export function plainPath(line: string): string | undefined {
  const cut = line.indexOf(':', /^[A-Za-z]:[\\/]/.test(line) ? 2 : 0);
  if (cut <= 0 || cut > MAX_PATH) return undefined;
  const path = line.slice(0, cut);
  return isPath(path) && !/\s/.test(path) && (path.includes('/') || path.includes('\\') || EXTENSION.test(path))
    ? path
    : undefined;
}

function readPlain(lines: readonly string[]): Row[] {
  return lines.map((line, at) => {
    const path = plainPath(line);
    if (path === undefined) return other(at, line);
    return { kind: 'hit', at, path, number: '', mark: ':', text: line.slice(path.length + 1) };
  });
}

/** Reads the lines of a search output in a layout found by `layoutOf`. */
export function readMatches(lines: readonly string[], layout: Layout): Row[] {
  if (layout === 'heading') return readHeading(lines);
  return layout === 'flat' ? readFlat(lines) : readPlain(lines);
}

/** True for a `path:12:` line, match lines only. */
export function isFlat(line: string): boolean {
  return cutAt(line, ':', isPath) !== undefined;
}
