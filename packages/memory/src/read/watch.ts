import { harmless } from '@headroom/core';
import { publicEvent } from '../model/public-record.js';
import type { MemoryEvent } from '../model/record.js';
import type { MemoryStore, StoredEvent } from '../model/store.js';

/** Looks for new events of some scopes, when it is told to and every so often, and tells of each once. */
export class Watch {
  #last: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  #over = false;
  readonly #told: (event: MemoryEvent) => void;

  constructor(
    private readonly store: MemoryStore,
    private readonly path: string,
    told: (event: MemoryEvent) => void,
    everyMs: number,
  ) {
    this.#told = harmless(told);
    this.look();
    this.#timer = setInterval(() => this.look(), everyMs);
    this.#timer.unref();
  }

  /** Looks now; while it is looking already, once more after that. */
  look(): void {
    if (this.#over) return;
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = this.#look()
      .catch(() => undefined) // The store is busy or away: the next look comes.
      .finally(() => {
        this.#looking = undefined;
        if (!this.#again) return;
        this.#again = false;
        this.look();
      });
  }

  stop(): void {
    this.#over = true;
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#last === undefined) {
      this.#last = await this.store.read((view) => view.lastEvent());
      return;
    }
    for (;;) {
      const after: number = this.#last;
      const events: readonly StoredEvent[] = await this.store.read((view) =>
        view.events({ after, prefix: this.path, limit: 500 }),
      );
      for (const event of events) {
        this.#last = event.number;
        const within = event.path === this.path || event.path.startsWith(`${this.path}/`);
        if (within && !this.#over) this.#told(publicEvent(event));
      }
      if (events.length < 500) return;
    }
  }
}
