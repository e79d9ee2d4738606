/** One server-sent event, with the exact text it came as. */
export interface SseEvent {
  readonly event: string | undefined;
  readonly data: string;
  /** As received, the blank line included. */
  readonly raw: string;
}

/** Cuts a stream of bytes into server-sent events; a last event without its blank line counts. */
export class SseParser {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #rest = '';
  /** How far the rest is known to hold no end of an event. */
  #searched = 0;

  push(bytes: Uint8Array): SseEvent[] {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    return this.#take();
  }

  end(): SseEvent[] {
    this.#rest += this.#decoder.decode();
    const events = this.#take();
    this.#searched = 0;
    if (this.#rest !== '') events.push(eventOf(this.#rest));
    this.#rest = '';
    return events;
  }

  #take(): SseEvent[] {
    const events: SseEvent[] = [];
    const blank = /(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r(?!\n|$))/g;
    blank.lastIndex = this.#searched;
    let from = 0;
    for (let found = blank.exec(this.#rest); found; found = blank.exec(this.#rest)) {
      events.push(eventOf(this.#rest.slice(from, blank.lastIndex)));
      from = blank.lastIndex;
    }
    this.#rest = this.#rest.slice(from);
    this.#searched = Math.max(0, this.#rest.length - 3);
    return events;
  }
}

/** An event written anew. */
export function writeEvent(event: string | undefined, data: unknown): string {
  const name = event === undefined ? '' : `event: ${event}\n`;
  return `${name}data: ${JSON.stringify(data)}\n\n`;
}

function eventOf(raw: string): SseEvent {
  let event: string | undefined;
  const data: string[] = [];
  for (const line of raw.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const value = line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    const field = line.slice(0, colon);
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
  }
  return { event, data: data.join('\n'), raw };
}
