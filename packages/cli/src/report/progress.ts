const CELLS = 24;
const EVERY_MS = 100;
/** Where nobody's terminal is, a line now and then says that it goes on. */
const PLAIN_EVERY_MS = 20_000;
/** Before so much is done, nobody can say how long the rest takes. */
const LEAST_SHARE = 0.01;

/** How far something is: one line of a terminal that changes, or lines in a log. */
export class Progress {
  readonly #began: number;
  #last: number;

  constructor(
    private readonly stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>,
    /** After so long it ends, whatever is left. */
    private readonly budgetMs = Number.POSITIVE_INFINITY,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#began = now();
    this.#last = stream.isTTY ? Number.NEGATIVE_INFINITY : this.#began;
  }

  /** @param share from 0 to 1 */
  show(share: number, words: string): void {
    const now = this.now();
    if (now - this.#last < (this.stream.isTTY ? EVERY_MS : PLAIN_EVERY_MS)) return;
    this.#last = now;
    const passed = now - this.#began;
    const done = Math.min(1, Math.max(share, passed / this.budgetMs, 0));
    const left = done < LEAST_SHARE ? '' : `, ${timeIn((passed / done) * (1 - done))} left`;
    const text = `${String(Math.floor(done * 100)).padStart(3)} %  ${words}${left}`;
    if (!this.stream.isTTY) return void this.stream.write(`headroom:${text}\n`);
    const full = Math.round(done * CELLS);
    const line = `${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${text}`;
    this.stream.write(`\r\u001b[K${line.slice(0, Math.max(20, (this.stream.columns ?? 80) - 1))}`);
  }

  clear(): void {
    if (this.stream.isTTY) this.stream.write('\r\u001b[K');
  }
}

function timeIn(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? `about ${seconds} s` : `about ${Math.round(seconds / 60)} min`;
}
