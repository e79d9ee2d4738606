import { stat } from 'node:fs/promises';
import { transcriptsOf } from '@headroom/agents';
import { type Position, readSession, sessionAt, type UsageEvent } from '@headroom/agents/sessions';
import type { Feed, SessionName } from '@headroom/dashboard';

/** Of a transcript that is seen late, so many bytes of its end are read. */
const MOST_OF_AN_END = 4_000_000;
const MOST_REMEMBERED = 200;
/** The last answer of a turn has no hook after it, and a sub-agent's transcript may be written only after its calls. */
const AGAIN_MS = [1000, 5000, 20_000];
/** An answer is written in pieces; after so long it is whole. */
const SETTLED_MS = 3000;

interface Reading {
  from: Position | undefined;
  /** The answer that is being written: what was counted last is what counts. */
  open: UsageEvent | undefined;
  busy: Promise<void>;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Tells the book what providers counted in sessions of which only hooks are seen: their transcripts say it. They are read on from
 * where they were read last, after the hook is answered.
 */
export class TranscriptCounts {
  readonly #readings = new Map<string, Reading>();

  constructor(private readonly feed: Feed) {}

  /** Reads on in the transcript that a hook names, now and some times more a little later. Never throws. */
  note(name: SessionName, event: unknown): void {
    const path = transcriptIn(event);
    if (path === undefined) return;
    const reading = this.#reading(path);
    const read = () => {
      reading.busy = reading.busy.then(() => this.#read(name, path, reading)).catch(() => undefined);
    };
    const again = (nth: number) => {
      clearTimeout(reading.timer);
      read();
      const wait = AGAIN_MS[nth];
      if (wait !== undefined) reading.timer = setTimeout(() => again(nth + 1), wait).unref();
    };
    again(0);
  }

  /** Waits for what is being read. */
  async settled(): Promise<void> {
    await Promise.all([...this.#readings.values()].map(({ busy }) => busy));
  }

  async #read(name: SessionName, path: string, reading: Reading): Promise<void> {
    const file = await sessionAt(path);
    const isOfSubAgent = path.includes('/subagents/') || path.includes('\\subagents\\');
    if (!file) return;
    if (!reading.from && file.bytes > MOST_OF_AN_END) reading.from = { offset: file.bytes - MOST_OF_AN_END, line: 0 };
    for await (const { events, next } of readSession(file, reading.from)) {
      reading.from = next;
      for (const event of events) {
        // What a sub-agent does is a conversation of its own, also where it is told in the session's file.
        if (event.thread !== undefined && !isOfSubAgent) continue;
        if (event.type === 'usage') {
          const isSame = reading.open?.response === event.response && event.response !== undefined;
          if (!isSame) this.#tell(name, reading);
          // Tools may run while an answer is still being written: it was asked for before its first piece.
          const time = reading.open?.time ?? event.time;
          reading.open = { ...event, ...(time === undefined ? {} : { time }) };
        } else if (event.type === 'result') this.#tell(name, reading);
        else if (event.type === 'compaction') {
          this.#tell(name, reading);
          this.feed.compacted(name, event.time ?? Date.now());
        }
      }
    }
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > SETTLED_MS) this.#tell(name, reading);
  }

  #tell(name: SessionName, reading: Reading): void {
    const { open } = reading;
    reading.open = undefined;
    if (!open) return;
    const { input, cached, written, output, model = '', time = Date.now() } = open;
    this.feed.answer(name, { at: time, model, usage: { input, cacheRead: cached, cacheWrite: written, output } });
  }

  #reading(path: string): Reading {
    const known = this.#readings.get(path) ?? {
      from: undefined,
      open: undefined,
      busy: Promise.resolve(),
      timer: undefined,
    };
    this.#readings.delete(path);
    this.#readings.set(path, known);
    const [oldest] = this.#readings.keys();
    if (this.#readings.size > MOST_REMEMBERED && oldest !== undefined) {
      clearTimeout(this.#readings.get(oldest)?.timer);
      this.#readings.delete(oldest);
    }
    return known;
  }
}

function transcriptIn(event: unknown): string | undefined {
  const { transcript_path: path, agent_id: agent } = (event ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof path !== 'string' || path === '') return undefined;
  return transcriptsOf(path, typeof agent === 'string' ? agent : undefined)[0];
}
