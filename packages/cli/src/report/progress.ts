const CELLS = 24;
const EVERY_MS = 100;

/** How far something is, on one line of a terminal; nothing anywhere else. */
export class Progress {
  #last = 0;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  /** @param share from 0 to 1 */
  show(share: number, words: string): void {
    const now = Date.now();
    if (!this.stream.isTTY || now - this.#last < EVERY_MS) return;
    this.#last = now;
    const full = Math.round(Math.min(1, Math.max(0, share)) * CELLS);
    const bar = '█'.repeat(full) + '░'.repeat(CELLS - full);
    const line = `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${words}`;
    this.stream.write(`\r\u001b[K${line.slice(0, Math.max(20, (this.stream.columns ?? 80) - 1))}`);
  }

  clear(): void {
    if (this.stream.isTTY) this.stream.write('\r\u001b[K');
  }
}
