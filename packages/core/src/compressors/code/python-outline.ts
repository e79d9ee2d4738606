import type { InTurns } from '../../model/in-turns.js';
import { LONG_BLOCK, LONG_TOP_BLOCK, type Outline, type Span, type Unit } from './outline.js';
import { type LogicalLine, PythonLines } from './python-lines.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
/** A unit while it is read, with the docstring at the beginning of its body. */
type Draft = Mutable<Unit> & { docstring: Span | undefined };

/** What may follow on a statement of the same level: `else` after `if`, `except` after `try`. */
type Chain = 'if' | 'loop' | 'try' | '';

/** An open block. */
interface Level {
  readonly indent: number;
  /** Undefined for the module. */
  readonly draft: Draft | undefined;
  readonly isMatch: boolean;
  readonly statements: Mutable<Span>[];
  chain: Chain;
  decorated: boolean;
}

const OPENERS: ReadonlyMap<string, Chain> = new Map([
  ['def', ''],
  ['class', ''],
  ['with', ''],
  ['if', 'if'],
  ['for', 'loop'],
  ['while', 'loop'],
  ['try', 'try'],
]);
const CLAUSES: ReadonlyMap<string, readonly Chain[]> = new Map([
  ['elif', ['if']],
  ['else', ['if', 'loop', 'try']],
  ['except', ['try']],
  ['finally', ['try']],
]);
const WORD = /\w*/y;
const NAME = /\s+([^\s(:[]+)/y;

/**
 * Reads the outline of plain Python from its lines and brackets alone, many times faster than a parser and with the same
 * result. Undefined for whatever is not certain: the parser has to look.
 */
export function outlineOfPython(source: string): InTurns<Outline | undefined> {
  return new PythonReader(source).read();
}

class PythonReader {
  readonly #source: string;
  readonly #lines: PythonLines;
  readonly #drafts: Draft[] = [];
  readonly #docstrings: Span[] = [];
  readonly #levels: Level[] = [];
  #top: Level;
  /** The block whose first statement must come next. */
  #expected: { readonly draft: Draft; readonly isMatch: boolean } | undefined;

  constructor(source: string) {
    this.#source = source;
    this.#lines = new PythonLines(source);
    this.#top = { indent: 0, draft: undefined, isMatch: false, statements: [], chain: '', decorated: false };
  }

  *read(): InTurns<Outline | undefined> {
    let first = true;
    for (;;) {
      yield;
      const line = this.#lines.next();
      if (line === null) return undefined;
      if (line === undefined) break;
      if (first && line.string === line.start) this.#docstrings.push({ from: line.from, to: line.to });
      first = false;
      if (!this.#add(line)) return undefined;
    }
    if (this.#expected || this.#top.decorated) return undefined;
    this.#placeComments(0, false);
    while (this.#levels.length > 0) this.#closeLevel();
    const units = this.#settle();
    return {
      units,
      comments: this.#lines.comments,
      docstrings: this.#docstrings,
      errors: 0,
    };
  }

  #add(line: LogicalLine): boolean {
    const word = this.#wordAt(line.start);
    const clause = CLAUSES.get(word);
    if (!this.#moveTo(line, clause !== undefined)) return false;
    const top = this.#top;
    const last = top.statements.at(-1);
    if (top.decorated || clause) {
      if (!last || (clause && !clause.includes(top.chain))) return false;
      last.to = line.to;
    } else top.statements.push({ from: line.from, to: line.to });
    if (this.#source.charCodeAt(line.start) === 64) {
      top.decorated = true;
      return !clause;
    }
    return this.#open(line, word, clause !== undefined);
  }

  /** Opens and closes blocks so that the top one is the line's. */
  #moveTo(line: LogicalLine, isClause: boolean): boolean {
    const { indent } = line;
    if (this.#expected) {
      if (indent <= this.#top.indent) return false;
      const { draft, isMatch } = this.#expected;
      this.#levels.push(this.#top);
      this.#top = { indent, draft, isMatch, statements: [], chain: '', decorated: false };
      if (line.string === line.start) draft.docstring = { from: line.from, to: line.to };
      this.#expected = undefined;
      return true;
    }
    this.#placeComments(indent, isClause);
    while (this.#top.indent > indent && this.#levels.length > 0) this.#closeLevel();
    return this.#top.indent === indent;
  }

  /** A comment after a block belongs to it when it is indented like it, though what follows is not. */
  #placeComments(indent: number, isClause: boolean): void {
    for (const comment of this.#lines.pending) {
      while (this.#top.indent > indent && comment.indent < this.#top.indent) this.#closeLevel();
      const isInside = this.#top.decorated || (isClause && this.#top.indent === indent);
      if (!isInside) this.#top.statements.push({ from: comment.row, to: comment.row });
    }
  }

  #closeLevel(): void {
    const { draft, statements, isMatch } = this.#top;
    const to = statements.at(-1)?.to ?? 0;
    const from = statements[0]?.from ?? to;
    this.#top = this.#levels.pop() as Level;
    const around = this.#top.statements.at(-1);
    if (around) around.to = to;
    if (!draft) return;
    draft.to = to;
    draft.statements = statements;
    // The grammar's block of a match begins right after its colon, so it shares that row.
    if (isMatch) return;
    if (draft.kind === 'block') draft.from = from;
    const start = draft.docstring ? draft.docstring.to + 1 : from;
    draft.inner = start <= to ? { from: start, to } : undefined;
    draft.needsStatement = draft.kind === 'block' || !draft.docstring;
  }

  #wordAt(start: number): string {
    WORD.lastIndex = start;
    const word = WORD.exec(this.#source)?.[0] ?? '';
    if (word !== 'async') return word;
    WORD.lastIndex = start + 6;
    return WORD.exec(this.#source)?.[0] ?? '';
  }

  /** Reads the head of a compound statement; false when the line is none and yet ends like one. */
  #open(line: LogicalLine, word: string, isClause: boolean): boolean {
    const top = this.#top;
    const opener = OPENERS.get(word);
    const endsInColon = line.colon === line.end - 1;
    const isDefinition = word === 'def' || word === 'class';
    if (top.decorated && !isDefinition) return false;
    const isMatch = word === 'match' && endsInColon;
    if (opener === undefined && !isClause && !isMatch && !(top.isMatch && word === 'case')) {
      top.chain = '';
      return this.#source[line.end - 1] !== ':' && !top.isMatch;
    }
    if (line.colon < 0 || (!endsInColon && !isDefinition && this.#hasLambda(line))) return false;
    if (!isClause) top.chain = opener ?? '';
    else if (word === 'else' && top.chain !== 'try') top.chain = '';
    const draft = isDefinition ? this.#define(line, word) : this.#draft('block', '', line.to, line.to);
    if (endsInColon) this.#expected = { draft, isMatch };
    else this.#readInline(draft, line);
    top.decorated = false;
    return true;
  }

  /** Whether the first colon may not be the one that ends the head. */
  #hasLambda(line: LogicalLine): boolean {
    return this.#source.slice(line.start, line.colon).includes('lambda');
  }

  /** The body of `def f(): "Says so."`, which can only be documentation. */
  #readInline(draft: Draft, line: LogicalLine): void {
    if (line.string < 0 || this.#source.slice(line.colon + 1, line.string).trim() !== '') return;
    draft.docstring = { from: line.from, to: line.to };
    draft.needsStatement = draft.kind === 'block';
  }

  #define(line: LogicalLine, word: string): Draft {
    const at = this.#source.indexOf(word, line.start) + word.length;
    NAME.lastIndex = at;
    const name = (NAME.exec(this.#source)?.[1] ?? '').slice(0, 200);
    const from = this.#top.statements.at(-1)?.from ?? line.from;
    return this.#draft(word === 'def' ? 'function' : 'class', name, from, line.to);
  }

  #draft(kind: Unit['kind'], name: string, from: number, to: number): Draft {
    const draft: Draft = {
      kind,
      name,
      owner: '',
      parent: this.#top.draft,
      from,
      to,
      inner: undefined,
      statements: [],
      docstring: undefined,
      needsStatement: true,
    };
    this.#drafts.push(draft);
    return draft;
  }

  /** Leaves out short blocks and gives every unit its nearest one around it. */
  #settle(): Unit[] {
    const left = new Map<Unit, Unit | undefined>();
    const units: Unit[] = [];
    for (const draft of this.#drafts) {
      const around = draft.parent;
      const parent = around && left.has(around) ? left.get(around) : around;
      draft.parent = parent;
      if (draft.kind === 'block') {
        if (draft.to - draft.from < (parent ? LONG_BLOCK : LONG_TOP_BLOCK) || parent?.kind === 'class') {
          left.set(draft, parent);
          continue;
        }
      } else draft.owner = (parent?.kind === 'block' ? parent.parent : parent)?.name ?? '';
      if (draft.docstring) this.#docstrings.push(draft.docstring);
      units.push(draft);
    }
    return units;
  }
}
