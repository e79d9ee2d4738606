import type { Stretch } from './unit.js';

/** Where the lines of a text are, and which of them say anything. */
export class Page {
  readonly starts: Int32Array;
  /** 1 for a line that is not blank. */
  readonly filled: Uint8Array;
  /** How many lines before each one are not blank. */
  readonly #before: Int32Array;

  constructor(readonly text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = Int32Array.from(starts);
    this.filled = new Uint8Array(starts.length);
    this.#before = new Int32Array(starts.length + 1);
    for (let i = 0; i < starts.length; i++) {
      if (this.#isFilled(i)) this.filled[i] = 1;
      this.#before[i + 1] = this.#before[i]! + this.filled[i]!;
    }
  }

  /** The end of a line, without its break. */
  endOf(line: number): number {
    const next = this.starts[line + 1];
    return next === undefined ? this.text.length : next - 1;
  }

  #isFilled(line: number): boolean {
    const end = this.endOf(line);
    for (let at = this.starts[line]!; at < end; at++) {
      const code = this.text.charCodeAt(at);
      if (code > 32 && code < 128) return true;
      if (code > 127) return /\S/.test(this.text.slice(at, end));
    }
    return false;
  }

  /** How many lines that start in a stretch are not blank. */
  filledIn({ from, to }: Stretch): number {
    return this.#before[this.lineFrom(to)]! - this.#before[this.lineFrom(from)]!;
  }

  /** The line of an offset. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The first line that starts at an offset or behind it. */
  lineFrom(offset: number): number {
    const line = this.lineAt(offset);
    return this.starts[line]! >= offset ? line : line + 1;
  }
}
