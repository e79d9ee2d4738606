import type { ByteReader, ByteSource } from './byte-source.js';

/** So many bytes wait for a slow reader; then the other end is told to wait. */
const MOST_WAITING = 65_536;

type Read = Awaited<ReturnType<ByteReader['read']>>;

/** Bytes that come from a connection and are read by one. */
export class Inflow implements ByteSource, ByteReader {
  #pieces: Uint8Array[] = [];
  #waiting = 0;
  #isOver = false;
  #failure: { readonly error: unknown } | undefined;
  #asked: { resolve(read: Read): void; reject(error: unknown): void } | undefined;

  constructor(
    /** The reader has room again. */
    private readonly resume: () => void = () => undefined,
    /** The reader wants no more. */
    private readonly giveUp: (reason: unknown) => void = () => undefined,
  ) {}

  /** Bytes that are all there. */
  static of(bytes: Uint8Array): Inflow {
    const inflow = new Inflow();
    if (bytes.length > 0) inflow.push(bytes);
    inflow.end();
    return inflow;
  }

  /** Takes a piece; false where the other end should wait. */
  push(piece: Uint8Array): boolean {
    if (this.#isOver || piece.length === 0) return true;
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked) asked.resolve({ done: false, value: piece });
    else {
      this.#pieces.push(piece);
      this.#waiting += piece.length;
    }
    return this.#waiting < MOST_WAITING;
  }

  end(): void {
    this.#isOver = true;
    this.#asked?.resolve({ done: true });
    this.#asked = undefined;
  }

  /** The other end broke off: who reads sees what came before it, and then the error. */
  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#failure = { error };
    this.#asked?.reject(error);
    this.#asked = undefined;
  }

  /** All that is still to be read, where its end is there already; it is read then. */
  takeRest(): Uint8Array | undefined {
    if (!this.#isOver || this.#failure) return undefined;
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#waiting = 0;
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  }

  getReader(): ByteReader {
    return this;
  }

  read(): Promise<Read> {
    const value = this.#pieces.shift();
    if (value) {
      this.#waiting -= value.length;
      if (this.#waiting < MOST_WAITING && !this.#isOver) this.resume();
      return Promise.resolve({ done: false, value });
    }
    if (this.#failure) return Promise.reject(this.#failure.error);
    if (this.#isOver) return Promise.resolve({ done: true });
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject };
      this.resume();
    });
  }

  async cancel(reason?: unknown): Promise<void> {
    this.#pieces = [];
    this.#waiting = 0;
    if (this.#isOver) return;
    this.end();
    this.giveUp(reason);
  }
}
