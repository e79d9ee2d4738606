import type { Span, Table } from './outline.js';

/** A logical line of Python: what stands between two NEWLINE tokens, brackets and strings over many rows included. */
export interface LogicalLine extends Span {
  readonly indent: number;
  readonly start: number;
  /** Just after its last character that is neither blank nor comment. */
  readonly end: number;
  /** The first colon outside brackets, or -1. */
  readonly colon: number;
  /** Where the string begins that it ends with, or -1. */
  readonly string: number;
}

/** A comment that has its row for itself, outside brackets. */
export interface CommentLine {
  readonly row: number;
  readonly indent: number;
}

const LONG_TABLE = 10;
const DEEPEST = 60;
const [NEWLINE, HASH, QUOTE, OPEN, CLOSE, COMMA, COLON, BACKSLASH, BANG, FOREIGN] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const CLASSES = new Uint8Array(128);
for (const [characters, kind] of [
  ['\n', NEWLINE],
  ['#', HASH],
  ['"\'', QUOTE],
  ['([{', OPEN],
  [')]}', CLOSE],
  [',', COMMA],
  [':', COLON],
  ['\\', BACKSLASH],
  ['!', BANG],
  ['$?`', FOREIGN],
] as const)
  for (const character of characters) CLASSES[character.charCodeAt(0)] = kind;

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 13 || code === 12;
const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code > 127;

/** Words after which a bracket opens a value; after any other word it opens a call, an index or a pattern. */
const BEFORE_VALUE = new Set(
  'return in and or not is if else elif while yield await assert raise except lambda from del'.split(' '),
);

interface Bracket {
  readonly at: number;
  readonly row: number;
  /** Where the word or sign before it ends. */
  readonly before: number;
  readonly marks: number;
}

/** Thrown inside the lexer only: this text needs the real parser. */
class Unsure extends Error {}

/** Splits Python into logical lines, comments and long tables, and gives up at whatever a tokenizer would stumble over. */
export class PythonLines {
  readonly comments: Span[] = [];
  /** Comments since the line before. */
  pending: CommentLine[] = [];
  readonly #source: string;
  readonly #tables: (Table & { readonly at: number })[] = [];
  readonly #starts: number[] = [0];
  readonly #brackets: Bracket[] = [];
  /** Commas of the open brackets, and their comments as negative positions. */
  #marks: number[] = [];
  #at = 0;
  #row = 0;
  /** Start of what may be looked back at, and the last sign before it. */
  #floor = 0;
  #sign = -1;
  #colon = -1;
  #string = -1;
  #stringEnd = -1;

  constructor(source: string) {
    this.#source = source;
  }

  get tables(): Table[] {
    return this.#tables.sort((a, b) => a.at - b.at);
  }

  /** The next line; undefined at the end, null when the text is not plainly Python. */
  next(): LogicalLine | undefined | null {
    try {
      const indent = this.#findStart();
      return indent < 0 ? undefined : this.#readLine(indent);
    } catch (error) {
      if (error instanceof Unsure) return null;
      throw error;
    }
  }

  /** Skips blank and comment rows; the indentation of the next line, or -1 at the end. */
  #findStart(): number {
    const source = this.#source;
    this.pending = [];
    let indent = 0;
    for (; this.#at < source.length; this.#at++) {
      const code = source.charCodeAt(this.#at);
      if (code === 32) indent++;
      else if (code === 9) indent += 8;
      else if (code === 10 || code === 13 || code === 12) {
        indent = 0;
        if (code === 10) this.#newRow(this.#at);
      } else if (code === 35) {
        this.comments.push({ from: this.#row, to: this.#row });
        this.pending.push({ row: this.#row, indent });
        this.#at = this.#endOfRow(this.#at) - 1;
      } else return indent;
    }
    return -1;
  }

  #readLine(indent: number): LogicalLine {
    const source = this.#source;
    const start = this.#at;
    const from = this.#row;
    this.#colon = -1;
    this.#string = -1;
    this.#floor = start;
    this.#sign = -1;
    let at = start;
    for (; at < source.length; at++) {
      const code = source.charCodeAt(at);
      const kind = code < 128 ? CLASSES[code] : 0;
      if (kind === 0) continue;
      if (kind === NEWLINE && this.#brackets.length === 0) break;
      at = this.#step(kind as number, code, at);
    }
    if (this.#brackets.length > 0) throw new Unsure();
    const end = this.#lastSign(at) + 1;
    this.#at = at;
    const string = this.#stringEnd === end ? this.#string : -1;
    return { indent, start, end, from, to: this.#row, colon: this.#colon, string };
  }

  /** Handles a sign that matters; the position of its last character. */
  #step(kind: number, code: number, at: number): number {
    const source = this.#source;
    switch (kind) {
      case NEWLINE:
        this.#leave(at);
        this.#newRow(at);
        return at;
      case HASH:
        return this.#comment(at);
      case QUOTE: {
        const first = this.#prefix(at);
        const end = this.#endOfString(at, code, /f/i.test(source.slice(first, at)));
        this.#string = first;
        this.#stringEnd = end;
        return end - 1;
      }
      case OPEN:
        if (this.#brackets.length >= DEEPEST) throw new Unsure();
        this.#brackets.push({ at, row: this.#row, before: this.#lastSign(at) + 1, marks: this.#marks.length });
        return at;
      case CLOSE:
        this.#close(at, code);
        return at;
      case COMMA:
        if (this.#brackets.length > 0) this.#marks.push(at);
        return at;
      case COLON:
        if (this.#colon < 0 && this.#brackets.length === 0 && source.charCodeAt(at + 1) !== 61) this.#colon = at;
        return at;
      case BACKSLASH:
        return this.#continue(at);
      case BANG:
        if (source.charCodeAt(at + 1) === 61) return at + 1;
        throw new Unsure();
      default:
        throw new Unsure();
    }
  }

  #newRow(at: number): void {
    this.#row++;
    this.#starts.push(at + 1);
  }

  #endOfRow(at: number): number {
    const end = this.#source.indexOf('\n', at);
    return end < 0 ? this.#source.length : end;
  }

  /** The position of the last sign before one, comments left aside. */
  #lastSign(before: number): number {
    let at = before - 1;
    while (at >= this.#floor && (isBlank(this.#source.charCodeAt(at)) || this.#source.charCodeAt(at) === 92)) at--;
    return at >= this.#floor ? at : this.#sign;
  }

  /** Leaves a row or begins a comment: nothing before `at` is looked at again, but its last sign is remembered. */
  #leave(at: number): void {
    this.#sign = this.#lastSign(at);
    this.#floor = at + 1;
  }

  #comment(at: number): number {
    this.#leave(at);
    const end = this.#endOfRow(at);
    this.#floor = end;
    if (this.#brackets.length > 0) {
      this.#marks.push(-at);
      let first = this.#starts[this.#row] ?? 0;
      while (isBlank(this.#source.charCodeAt(first))) first++;
      if (first === at) this.comments.push({ from: this.#row, to: this.#row });
    }
    return end - 1;
  }

  #continue(at: number): number {
    const end = this.#source.charCodeAt(at + 1) === 13 ? at + 2 : at + 1;
    if (this.#source.charCodeAt(end) !== 10) throw new Unsure();
    this.#leave(at);
    this.#newRow(end);
    this.#floor = end + 1;
    return end;
  }

  /** Where the letters before a quote begin, if they are a string's prefix. */
  #prefix(at: number): number {
    let first = at;
    while (first > 0 && at - first < 3 && isWord(this.#source.charCodeAt(first - 1))) first--;
    return at - first <= 2 && /^[rbuft]*$/i.test(this.#source.slice(first, at)) ? first : at;
  }

  /** The position after a string whose first quote is at `at`. */
  #endOfString(at: number, quote: number, isFormat: boolean): number {
    const source = this.#source;
    const triple = source.charCodeAt(at + 1) === quote && source.charCodeAt(at + 2) === quote;
    for (let i = triple ? at + 3 : at + 1; i < source.length; i++) {
      const code = source.charCodeAt(i);
      if (code === 92) {
        i++;
        if (source.charCodeAt(i) === 13) i++;
        if (source.charCodeAt(i) === 10) this.#newRow(i);
      } else if (code === 10) {
        if (!triple) throw new Unsure();
        this.#newRow(i);
      } else if (code === quote) {
        if (!triple) return i + 1;
        if (source.charCodeAt(i + 1) === quote && source.charCodeAt(i + 2) === quote) return i + 3;
      } else if (code === 123 && isFormat) {
        if (source.charCodeAt(i + 1) === 123) i++;
        else i = this.#interpolation(i + 1, 0);
      }
    }
    throw new Unsure();
  }

  /** The position of the brace that ends an interpolation. */
  #interpolation(from: number, depth: number): number {
    if (depth > 4) throw new Unsure();
    for (let i = from; i < this.#source.length; i++) {
      const code = this.#source.charCodeAt(i);
      if (code === 125) return i;
      if (code === 123) i = this.#interpolation(i + 1, depth + 1);
      else if (code === 34 || code === 39)
        i = this.#endOfString(i, code, depth < 4 && /f$/i.test(this.#source.slice(i - 1, i))) - 1;
      else if (code === 10) this.#newRow(i);
      else if (code === 92) throw new Unsure();
    }
    throw new Unsure();
  }

  #close(at: number, code: number): void {
    const open = this.#brackets.pop();
    const opening = open ? this.#source.charCodeAt(open.at) : 0;
    if (!open || (opening !== code - 1 && opening !== code - 2)) throw new Unsure();
    if (this.#row - open.row >= LONG_TABLE && this.#isValue(open.before, opening) && !this.#isTarget(at))
      this.#addTable(open, at, opening);
    this.#marks.length = open.marks;
  }

  #isValue(before: number, opening: number): boolean {
    const last = this.#source.charCodeAt(before - 1);
    if (opening === 123 || before === 0) return true;
    if (!isWord(last)) return !(last === 41 || last === 93 || last === 125 || last === 34 || last === 39);
    let first = before;
    while (first > 0 && isWord(this.#source.charCodeAt(first - 1))) first--;
    return BEFORE_VALUE.has(this.#source.slice(first, before));
  }

  /** Whether a bracket that ends at `at` is assigned to. */
  #isTarget(at: number): boolean {
    let next = at + 1;
    while (isBlank(this.#source.charCodeAt(next))) next++;
    return this.#source.charCodeAt(next) === 61 && this.#source.charCodeAt(next + 1) !== 61;
  }

  #addTable(open: Bracket, close: number, opening: number): void {
    const marks = this.#marks.slice(open.marks);
    if (marks.length < LONG_TABLE - 1 || (opening === 40 && !marks.some((mark) => mark > 0))) return;
    const elements: Span[] = [];
    let first = open.at + 1;
    let comments: number[] = [];
    let inLambda = false;
    let seen = first;
    for (const mark of [...marks, close]) {
      if (mark < 0) {
        comments.push(-mark);
        continue;
      }
      inLambda = mark !== close && this.#endsInLambda(seen, mark, inLambda);
      seen = mark;
      if (inLambda) continue;
      this.#addElement(elements, first, mark, comments);
      first = mark + 1;
      comments = [];
    }
    if (elements.length >= LONG_TABLE) this.#tables.push({ at: open.at, from: open.row, to: this.#row, elements });
  }

  /** Whether a comma stands between the parameters of a lambda, from what is between it and the comma before. */
  #endsInLambda(from: number, comma: number, before: boolean): boolean {
    const text = this.#source.slice(from, comma);
    const [lambda, colon] = [text.lastIndexOf('lambda '), text.lastIndexOf(':')];
    return lambda < 0 && colon < 0 ? before : lambda > colon;
  }

  /** What lies between two commas: an element, and the comments before and after it. */
  #addElement(elements: Span[], first: number, last: number, comments: readonly number[]): void {
    let [start, end] = [first, last];
    let [before, after] = [0, comments.length];
    const blank = (at: number): boolean => isBlank(this.#source.charCodeAt(at)) || this.#source.charCodeAt(at) === 10;
    for (;;) {
      while (start < end && blank(start)) start++;
      if (before >= after || start !== comments[before]) break;
      elements.push(this.#rowsOf(start, start + 1));
      start = this.#endOfRow(start);
      before++;
    }
    for (;;) {
      while (end > start && blank(end - 1)) end--;
      const comment = comments[after - 1];
      if (after <= before || comment === undefined || this.#endOfRow(comment) < end) break;
      end = comment;
      after--;
    }
    if (end > start) elements.push(this.#rowsOf(start, end));
    for (const comment of comments.slice(after)) elements.push(this.#rowsOf(comment, comment + 1));
  }

  #rowsOf(start: number, end: number): Span {
    return { from: this.#rowAt(start), to: this.#rowAt(end - 1) };
  }

  #rowAt(position: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
