import { writeSync } from 'node:fs';

/** More is passed on as it comes. */
const MOST_BYTES = 16_000_000;

/** What a command printed, in the order it came, until it is let go of. */
export class HeldOutput {
  #chunks: { readonly to: 1 | 2; readonly chunk: Buffer }[] = [];
  #bytes = 0;
  #isOpen = false;

  add(to: 1 | 2, chunk: Buffer): void {
    if (this.#isOpen) writeAll(to, chunk);
    else this.#chunks.push({ to, chunk });
    this.#bytes += chunk.length;
    if (this.#bytes > MOST_BYTES) this.open();
  }

  /** Everything held goes out as it is, and what comes later at once. */
  open(): void {
    this.#isOpen = true;
    for (const { to, chunk } of this.#chunks.splice(0)) writeAll(to, chunk);
  }

  /** What was printed to standard output, if all of it is still held, is text, and is long enough to get shorter. */
  text(least: number): string | undefined {
    const bytes = Buffer.concat(this.#chunks.filter(({ to }) => to === 1).map(({ chunk }) => chunk));
    if (this.#isOpen || bytes.length < least) return undefined;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return undefined;
    }
  }

  /** Lets go of everything, with another text in the place of standard output. */
  openWith(text: string): void {
    this.#chunks = [...this.#chunks.filter(({ to }) => to === 2), { to: 1, chunk: Buffer.from(text) }];
    this.open();
  }
}

/** Writes before it returns, whatever the descriptor is; a reader that went away is no error. */
function writeAll(to: 1 | 2, chunk: Buffer): void {
  let at = 0;
  while (at < chunk.length) {
    try {
      at += writeSync(to, chunk, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
      else return;
    }
  }
}
