import { isRecord } from '../../formats/record.js';
import type { Fields } from '../loop-dialect.js';
import { type EventFilter, type Failure, jsonOf } from './event-filter.js';
import { type SseEvent, SseParser, writeEvent } from './sse.js';

/** Filters streams whose events hold those of another wire in their `response`, as Code Assist's hold Gemini's. */
export class EnvelopeFilter implements EventFilter {
  /** What stood around the latest event. */
  #around: Fields = {};

  constructor(private readonly inner: EventFilter) {}

  push(event: SseEvent): string {
    const data = jsonOf(event);
    if (!data || !isRecord(data.response)) return this.#shown(this.inner.push(event));
    this.#around = data;
    return this.#shown(this.inner.push({ ...event, data: JSON.stringify(data.response) }));
  }

  response(): Fields | undefined {
    return this.inner.response();
  }

  next(): string {
    return this.#shown(this.inner.next());
  }

  end(responses: readonly Fields[]): string {
    return this.#shown(this.inner.end(responses));
  }

  fail(failure: Failure): string {
    return this.inner.fail(failure);
  }

  /** Events that came go out as they came; those that were written here are put into what stood around. */
  #shown(text: string): string {
    if (text === '') return text;
    const parser = new SseParser();
    const events = [...parser.push(new TextEncoder().encode(text)), ...parser.end()];
    return events.map((event) => this.#wrapped(event)).join('');
  }

  #wrapped(event: SseEvent): string {
    const data = jsonOf(event);
    if (!data || 'response' in data || !('candidates' in data)) return event.raw;
    return writeEvent(event.event, { ...this.#around, response: data });
  }
}
