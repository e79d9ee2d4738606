import type { Span } from './outline.js';

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

const DEEPEST = 60;
const [NEWLINE, HASH, QUOTE, OPEN, CLOSE, COLON, BACKSLASH, BANG, FOREIGN] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const CLASSES = new Uint8Array(128);
for (const [characters, kind] of [
  ['\n', NEWLINE],
  ['#', HASH],
  ['"\'', QUOTE],
  ['([{', OPEN],
  [')]}', CLOSE],
  [':', COLON],
  ['\\', BACKSLASH],
  ['!', BANG],
  ['$?`', FOREIGN],
] as const)
  for (const character of characters) CLASSES[character.charCodeAt(0)] = kind;

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 13 || code === 12;
const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code > 127;

/** Thrown inside the lexer only: this text needs the real parser. */
class Unsure extends Error {}

/** Splits Python into logical lines and comments, and gives up at whatever a tokenizer would stumble over. */
export class PythonLines {
  readonly comments: Span[] = [];
  /** Comments since the line before. */
  pending: CommentLine[] = [];
  readonly #source: string;
  /** The signs that opened what is open. */
  readonly #brackets: number[] = [];
  /** Where the row begins. */
  #start = 0;
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
        this.#brackets.push(code);
        return at;
      case CLOSE:
        this.#close(code);
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
    this.#start = at + 1;
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
      let first = this.#start;
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

  #close(code: number): void {
    const opening = this.#brackets.pop();
    if (opening !== code - 1 && opening !== code - 2) throw new Unsure();
  }
}
