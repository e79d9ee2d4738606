/** Says which earlier texts share lines with a new one, so that only those are compared in full. */
export class LineIndex {
  /** The texts that have a line, by number, in order. */
  readonly #texts = new Map<string, number[]>();

  /** Notes the lines of the text with this number; numbers go up. */
  add(lines: readonly string[], text: number): void {
    for (const line of lines) {
      const texts = this.#texts.get(line);
      if (!texts) this.#texts.set(line, [text]);
      else if (texts.at(-1) !== text) texts.push(text);
    }
  }

  /**
   * For each text from number `from` on, how many characters of the given lines stand in it, line ends included: never fewer
   * than a comparison in full would find.
   */
  shared(lines: readonly string[], from: number): ReadonlyMap<number, number> {
    const found = new Map<number, number>();
    for (const line of lines) {
      const texts = this.#texts.get(line) ?? [];
      for (let i = texts.length - 1; i >= 0 && texts[i]! >= from; i--)
        found.set(texts[i]!, (found.get(texts[i]!) ?? 0) + line.length + 1);
    }
    return found;
  }
}
