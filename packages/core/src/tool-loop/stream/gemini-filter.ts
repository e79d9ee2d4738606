import { isRecord } from '../../formats/record.js';
import { geminiLoop } from '../gemini-loop.js';
import type { Fields } from '../loop-dialect.js';
import { isOwn, listAt, without } from '../own-call.js';
import { type EventFilter, type Failure, jsonOf } from './event-filter.js';
import { type SseEvent, writeEvent } from './sse.js';

/** Filters the chunk streams of `streamGenerateContent?alt=sse`: every visible part live, one finish, usage of all rounds. */
export class GeminiFilter implements EventFilter {
  #round = 0;
  #hidden = false;
  #parts: unknown[] = [];
  #last: Fields | undefined;
  #finish: Fields | undefined;
  #held: SseEvent[] = [];

  push(event: SseEvent): string {
    const data = jsonOf(event);
    const candidate = listAt(data, 'candidates')[0];
    if (!data || !isRecord(candidate)) return this.#finish ? this.#hold(event, data) : event.raw;
    const before = this.#finish ? this.#notTheEnd() : '';
    return before + this.#candidate(event, data, candidate);
  }

  #candidate(event: SseEvent, data: Fields, candidate: Fields): string {
    this.#last = data;
    const parts = listAt(candidate.content, 'parts');
    this.#parts.push(...parts);
    const visible = parts.filter((part) => !isOwn(calledBy(part)));
    if (visible.length < parts.length) this.#hidden = true;
    if (candidate.finishReason !== undefined && candidate.finishReason !== null) {
      this.#finish = candidate;
      return this.#hold(event, data);
    }
    if (this.#round === 0 && visible.length === parts.length) return event.raw;
    return visible.length > 0 ? this.#write(data, candidate, visible) : '';
  }

  response(): Fields | undefined {
    if (!this.#finish || !this.#last) return undefined;
    const content = { role: 'model', parts: joinTexts(this.#parts) };
    return { ...this.#last, candidates: [{ ...this.#finish, content }] };
  }

  next(): string {
    const shown = this.#heldParts();
    this.#round++;
    this.#parts = [];
    this.#finish = undefined;
    this.#held = [];
    return shown;
  }

  end(responses: readonly Fields[]): string {
    if (!this.#finish || (this.#round === 0 && !this.#hidden)) return this.#held.map(({ raw }) => raw).join('');
    const { usageMetadata } = geminiLoop.merge(responses);
    const visible = listAt(this.#finish.content, 'parts').filter((part) => !isOwn(calledBy(part)));
    const candidate = { ...this.#finish, content: { role: 'model', parts: visible } };
    const usage = usageMetadata === undefined ? {} : { usageMetadata };
    return writeEvent(undefined, { ...this.#last, candidates: [candidate], ...usage });
  }

  fail({ message, status = 502, error }: Failure): string {
    return writeEvent(undefined, { error: { code: status, status: 'UNAVAILABLE', ...error, message } });
  }

  #hold(event: SseEvent, data: Fields | undefined): string {
    this.#held.push(event);
    if (data?.usageMetadata !== undefined) this.#last = { ...this.#last, usageMetadata: data.usageMetadata };
    return '';
  }

  /** What was held as the end, when more comes after it. */
  #notTheEnd(): string {
    const shown = this.#round === 0 && !this.#hidden ? this.#held.map(({ raw }) => raw).join('') : this.#heldParts();
    this.#held = [];
    this.#finish = undefined;
    return shown;
  }

  /** Parts that came together with the finish of a round that is not the last. */
  #heldParts(): string {
    const visible = listAt(this.#finish?.content, 'parts').filter((part) => !isOwn(calledBy(part)));
    if (!this.#finish || !this.#last || visible.length === 0) return '';
    return this.#write(this.#last, without(this.#finish, 'finishReason'), visible);
  }

  #write(data: Fields, candidate: Fields, parts: readonly unknown[]): string {
    const content = { ...(isRecord(candidate.content) ? candidate.content : { role: 'model' }), parts };
    return writeEvent(undefined, { ...without(data, 'usageMetadata'), candidates: [{ ...candidate, content }] });
  }
}

function calledBy(part: unknown): { name: string } | undefined {
  const made = isRecord(part) ? (part.functionCall ?? part.function_call) : undefined;
  return isRecord(made) ? { name: String(made.name) } : undefined;
}

/** Neighbouring pieces of one text as one part; parts with a signature stay as they are. */
function joinTexts(parts: readonly unknown[]): readonly unknown[] {
  const joined: unknown[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    if (isPiece(part) && isPiece(before) && before.thought === part.thought)
      joined[joined.length - 1] = { ...before, text: before.text + part.text };
    else joined.push(part);
  }
  return joined;
}

function isPiece(part: unknown): part is Fields & { readonly text: string } {
  return (
    isRecord(part) &&
    typeof part.text === 'string' &&
    Object.keys(part).every((key) => key === 'text' || key === 'thought')
  );
}
