import type { TokenSource } from './bearer.js';

/** A token, and until when it holds, in milliseconds since the epoch. */
export interface Lent {
  readonly token: string;
  readonly until: number;
}

/** Fetched anew so long before it runs out; requests meanwhile go on with the old one. */
const EARLY_MS = 300_000;
/** With less than that left nobody goes on. */
const LATE_MS = 10_000;

/** Holds a token for all requests, and fetches the next one once, however many ask for it. */
export class HeldToken implements TokenSource {
  #held: Lent | undefined;
  #next: Promise<Lent> | undefined;

  constructor(
    private readonly fetchOne: () => Promise<Lent>,
    private readonly now: () => number = Date.now,
  ) {}

  async token(): Promise<string> {
    const left = (this.#held?.until ?? 0) - this.now();
    if (this.#held && left > EARLY_MS) return this.#held.token;
    const next = this.#fetch();
    if (!this.#held || left <= LATE_MS) return (await next).token;
    next.catch(() => undefined);
    return this.#held.token;
  }

  forget(token: string): void {
    if (this.#held?.token === token) this.#held = undefined;
  }

  #fetch(): Promise<Lent> {
    this.#next ??= this.fetchOne()
      .then((lent) => {
        this.#held = lent;
        return lent;
      })
      .finally(() => {
        this.#next = undefined;
      });
    return this.#next;
  }
}
