/** Walks over JSON text without building values: it only finds where each one ends. Linear, and safe on text that is not JSON. */
export class JsonCursor {
  constructor(
    readonly text: string,
    public at: number,
  ) {}

  /** The next character that is not white space, without passing it; empty at the end. */
  peek(): string {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return this.text.charAt(this.at);
      this.at++;
    }
  }

  take(expected: string): void {
    if (this.peek() !== expected) throw new SyntaxError(`Expected ${expected} at ${this.at}`);
    this.at++;
  }

  /** Passes a key and says it with its escapes read. */
  takeKey(): string {
    if (this.peek() !== '"') throw new SyntaxError(`Expected a key at ${this.at}`);
    const start = this.at;
    this.#skipString();
    const raw = this.text.slice(start + 1, this.at - 1);
    return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
  }

  skipValue(): void {
    const first = this.peek();
    if (first === '"') {
      this.#skipString();
    } else if (first === '{' || first === '[') {
      this.at++;
      this.skipToClose();
    } else {
      const start = this.at;
      while (isScalar(this.text.charCodeAt(this.at))) this.at++;
      if (this.at === start) throw new SyntaxError(`Expected a value at ${start}`);
    }
  }

  /** From inside a list or an object to behind its closing bracket. */
  skipToClose(): void {
    for (let depth = 1; depth > 0; ) {
      const code = this.text.charCodeAt(this.at);
      if (code === 34) {
        this.#skipString();
        continue;
      }
      if (code === 123 || code === 91) depth++;
      else if (code === 125 || code === 93) depth--;
      else if (Number.isNaN(code)) throw new SyntaxError('The text ends inside a value');
      this.at++;
    }
  }

  #skipString(): void {
    const open = this.at;
    for (let quote = this.text.indexOf('"', open + 1); quote >= 0; quote = this.text.indexOf('"', quote + 1)) {
      let before = quote;
      while (this.text.charCodeAt(before - 1) === 92) before--;
      if ((quote - before) % 2 === 0) {
        this.at = quote + 1;
        return;
      }
    }
    throw new SyntaxError('The text ends inside a string');
  }
}

/** Digits, letters, sign, point: all that numbers and literals are made of. */
function isScalar(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 97 && code <= 122) ||
    code === 45 ||
    code === 46 ||
    code === 43 ||
    code === 69
  );
}
