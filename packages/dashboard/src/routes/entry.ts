import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const CODE_MS = 5 * 60_000;
const MOST_CODES = 50;
const KEY_MS = 12 * 3_600_000;

/**
 * Lets a browser in. A link carries a code that works once, in the part of an address that no browser sends and no log holds; the page
 * gives it for a key, which is kept by the page's own origin (port included, which a cookie's is not) and runs out.
 */
export class Entry {
  readonly #codes = new Map<string, number>();

  constructor(
    private readonly token: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** A code that works once, for five minutes. */
  newCode(): string {
    const code = randomBytes(24).toString('base64url');
    this.#codes.set(digest(code).toString('hex'), this.now() + CODE_MS);
    if (this.#codes.size > MOST_CODES) this.#codes.delete(this.#codes.keys().next().value as string);
    return code;
  }

  /** The key for a code, or for the token itself; undefined for what is neither. */
  enter(given: string): string | undefined {
    const name = digest(given).toString('hex');
    const until = this.#codes.get(name);
    this.#codes.delete(name);
    const isCode = until !== undefined && until > this.now();
    if (!isCode && !timingSafeEqual(digest(given), digest(this.token))) return undefined;
    const expires = this.now() + KEY_MS;
    return `${expires}.${this.#seal(expires)}`;
  }

  /** Whether a request's `Authorization` lets it in. */
  admits(authorization: string | undefined): boolean {
    const [, expires, seal = ''] = /^Bearer (\d{1,15})\.([\w-]{1,100})$/.exec(authorization ?? '') ?? [];
    if (expires === undefined || Number(expires) <= this.now()) return false;
    return timingSafeEqual(digest(seal), digest(this.#seal(Number(expires))));
  }

  #seal(expires: number): string {
    return createHmac('sha256', this.token).update(`dashboard\n${expires}`).digest('base64url');
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
