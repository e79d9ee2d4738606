import { randomBytes } from 'node:crypto';

/** A text that is not fetched by then is taken for lost. */
const LOST_MS = 4000;
const KEPT_MS = 60_000;

interface Held {
  readonly session: string;
  readonly text: string;
  readonly at: number;
}

/**
 * Short texts that an agent is told to fetch in place of an output (Gemini CLI has no other way). Where an agent does not come for
 * one, it cannot call our tool, and has lost that output: such a session is left its originals from then on.
 */
export class ShownTexts {
  readonly #held = new Map<string, Held>();
  readonly #lost = new Set<string>();

  /** The name under which a text can be fetched; undefined for a session that fetches nothing. */
  hold(session: string, text: string, now: number = Date.now()): string | undefined {
    for (const [name, { session: of, at }] of this.#held) {
      if (now - at > LOST_MS) this.#lost.add(of);
      if (now - at > KEPT_MS) this.#held.delete(name);
    }
    if (this.#lost.has(session)) return undefined;
    const name = `shown-${randomBytes(12).toString('hex')}`;
    this.#held.set(name, { session, text, at: now });
    return name;
  }

  /** The text, once. */
  take(name: string): string | undefined {
    const held = this.#held.get(name);
    this.#held.delete(name);
    return held?.text;
  }
}
