/** Remembers pure results by text, bounded by the characters of the texts; when full, the older half goes. */
export class BoundedMap<Value> {
  readonly #values = new Map<string, Value>();
  #characters = 0;

  constructor(private readonly maxCharacters: number) {}

  get(text: string): Value | undefined {
    return this.#values.get(text);
  }

  /** Texts longer than an eighth of the bound are not remembered. */
  set(text: string, value: Value): void {
    if (text.length > this.maxCharacters / 8 || this.#values.has(text)) return;
    this.#values.set(text, value);
    this.#characters += text.length;
    if (this.#characters <= this.maxCharacters) return;
    for (const oldest of this.#values.keys()) {
      if (this.#characters <= this.maxCharacters / 2) return;
      this.#values.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}
