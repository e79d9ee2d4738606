import type { Dialect } from '@headroom/core';
import type { ByteSource } from './byte-source.js';
import { errorEvent } from './wires.js';

/** Longer events are passed on in pieces: nobody sends one, and nothing is held for ever. */
const LONGEST_EVENT = 32_000_000;

const CLEAN = 'The provider ended the stream before the answer was complete';
const BROKEN = 'The connection to the provider broke off in the middle of the answer';

/**
 * A stream of events as it came, event by event, with an error event in the words of its wire where the provider ended it, or
 * broke off, before the answer was complete. Half an event at such an end, which no client may read, is left out.
 */
export function wholeStream(body: ByteSource, dialect: Dialect): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const events = new Events(dialect);
  let failure: unknown;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (failure !== undefined) return controller.error(failure);
        for (;;) {
          const { done, value, error } = await reader.read().then(
            (read) => ({ ...read, error: undefined }),
            (thrown: unknown) => ({ done: true, value: undefined, error: thrown ?? new Error(BROKEN) }),
          );
          const ready = done ? events.rest(error === undefined ? CLEAN : BROKEN) : events.push(value as Uint8Array);
          if (ready) controller.enqueue(ready);
          if (done && error === undefined) return controller.close();
          if (done && !ready) return controller.error(error);
          if (done) failure = error;
          if (ready) return;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

class Events {
  #held: Buffer = Buffer.alloc(0);
  #searched = 0;
  #isEnded = false;
  #isSplit = false;

  constructor(private readonly dialect: Dialect) {}

  /** All events that are complete now. */
  push(piece: Uint8Array): Uint8Array | undefined {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    let from = 0;
    for (let end = this.#endFrom(from); end > 0; end = this.#endFrom(end)) {
      this.#look(this.#held.subarray(from, end));
      from = end;
    }
    if (this.#held.length - from > LONGEST_EVENT) {
      from = this.#held.length;
      this.#isSplit = true;
    }
    const ready = this.#held.subarray(0, from);
    this.#held = this.#held.subarray(from);
    this.#searched = Math.max(0, this.#held.length - 3);
    return ready.length > 0 ? ready : undefined;
  }

  /** What is left at the end of the stream. */
  rest(message: string): Uint8Array | undefined {
    const half = this.#held;
    // A last event may lack its blank line.
    if (half.length > 0) this.#look(half);
    if (this.#isEnded || this.#isSplit) return half.length > 0 ? half : undefined;
    return Buffer.from(errorEvent(this.dialect, message));
  }

  /** Where the event ends that is not finished before `from`; 0 for one that is not complete. */
  #endFrom(from: number): number {
    const held = this.#held;
    let at = Math.max(from, this.#searched);
    this.#searched = 0;
    for (;;) {
      const feed = held.indexOf(10, at);
      const back = held.indexOf(13, at);
      const line = feed < 0 ? back : back < 0 ? feed : Math.min(feed, back);
      if (line < 0) return 0;
      const first = lineEnd(held, line);
      if (first === held.length && held[line] === 13) return 0;
      const second = held[first];
      if (second === 10) return first + 1;
      // One more byte tells whether this return belongs to a line feed.
      if (second === 13 && first + 1 === held.length) return 0;
      if (second === 13) return lineEnd(held, first);
      at = first;
    }
  }

  #look(event: Buffer): void {
    if (!this.#isEnded && isLast(event, this.dialect)) this.#isEnded = true;
  }
}

function lineEnd(bytes: Buffer, at: number): number {
  return bytes[at] === 13 && bytes[at + 1] === 10 ? at + 2 : at + 1;
}

/** Words without which an event cannot be the last; most events are never parsed. */
const WORDS: Readonly<Record<Dialect, readonly string[]>> = {
  anthropic: ['message_stop', 'error'],
  'openai-chat': ['[DONE]', 'finish_reason', 'error'],
  'openai-responses': ['response.completed', 'response.incomplete', 'response.failed', 'response.cancelled', 'error'],
  gemini: ['finishReason', 'finish_reason', 'blockReason', 'block_reason', 'error'],
};

/** Whether an event says that the answer is complete, or has failed in the provider's own words. */
function isLast(event: Buffer, dialect: Dialect): boolean {
  if (!WORDS[dialect].some((word) => event.includes(word))) return false;
  const text = event
    .toString('utf8')
    .split(/\r\n|\n|\r/)
    .flatMap((line) => (line.startsWith('data:') ? line.slice(5) : []))
    .join('\n')
    .trim();
  if (text === '[DONE]') return dialect === 'openai-chat';
  try {
    return LAST[dialect](JSON.parse(text) as Fields);
  } catch {
    return false;
  }
}

type Fields = { readonly [name: string]: unknown };

const isThere = (value: unknown) => value !== undefined && value !== null && value !== '';
const inList = (list: unknown, ...names: readonly string[]) =>
  Array.isArray(list) && list.some((item: Fields | null) => names.some((name) => isThere(item?.[name])));

const LAST: Readonly<Record<Dialect, (data: Fields) => boolean>> = {
  anthropic: ({ type }) => type === 'message_stop' || type === 'error',
  'openai-chat': ({ choices, error }) => isThere(error) || inList(choices, 'finish_reason'),
  'openai-responses': ({ type }) => type === 'error' || WORDS['openai-responses'].includes(String(type)),
  gemini: (data) => {
    const inner = (isThere(data.response) ? data.response : data) as Fields;
    const feedback = (inner.promptFeedback ?? inner.prompt_feedback ?? {}) as Fields;
    if (isThere(data.error) || isThere(feedback.blockReason ?? feedback.block_reason)) return true;
    return inList(inner.candidates, 'finishReason', 'finish_reason');
  },
};
