/** Collects the readable lines of a page, each with the line of the source it came from. */
export class PagePrinter {
  readonly lines: string[] = [];
  readonly origins: number[] = [];
  #pieces: string[] = [];
  #origin = 0;
  #blank = true;
  #spaced = true;

  /** Adds running text: white space is one space. */
  flow(text: string, origin: number): void {
    if (text === '') return;
    const even = text.replace(/\s+/g, ' ');
    const lead = this.#spaced ? even.trimStart() : even;
    if (lead === '') return;
    if (this.#pieces.length === 0) this.#origin = origin;
    this.#pieces.push(lead);
    this.#spaced = lead.endsWith(' ');
  }

  /** Ends the line. */
  breakLine(): void {
    if (this.#pieces.length === 0) return;
    const line = this.#pieces.join('').trimEnd();
    this.#pieces = [];
    this.#spaced = true;
    if (line === '') return;
    this.lines.push(line);
    this.origins.push(this.#origin);
    this.#blank = false;
  }

  /** Ends the paragraph. */
  breakParagraph(): void {
    this.breakLine();
    if (this.#blank) return;
    this.lines.push('');
    this.origins.push(this.origins[this.origins.length - 1] ?? 0);
    this.#blank = true;
  }

  /** Adds lines exactly as they are; `step` is how many lines of the source each one is. */
  verbatim(text: string, origin: number, step: number): void {
    this.breakLine();
    for (const [l, line] of text.split('\n').entries()) {
      this.lines.push(line.trimEnd());
      this.origins.push(origin + l * step);
    }
    this.#blank = false;
  }

  /** Begins a line with a mark such as `- ` or `## `. */
  mark(mark: string, origin: number): void {
    this.breakLine();
    this.#pieces.push(mark);
    this.#origin = origin;
    this.#spaced = true;
  }
}
