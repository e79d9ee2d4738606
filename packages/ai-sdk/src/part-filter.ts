import type { StreamFilter } from '@headroom/core';
import { callDialect, isOurs, withReason } from './call-dialect.js';
import type { Fields, Part } from './language-model.js';

/** A text or reasoning as far as it has come. */
interface Piece extends Record<string, unknown> {
  text: string;
}

/**
 * Filters the part streams of `doStream`: what is meant for the caller passes at once, calls of our tool are hidden, and there
 * is one start and one finish.
 */
export class PartFilter implements StreamFilter<Part> {
  #round = 0;
  #said: Fields[] = [];
  #open = new Map<unknown, Piece>();
  readonly #ourInputs = new Set<unknown>();
  #finish: Part | undefined;
  #failed = false;

  push(part: Part): readonly Part[] {
    const [, kind, step] = /^(text|reasoning)-(start|delta|end)$/.exec(part.type) ?? [];
    if (kind) return [this.#piece(part, kind, step)];
    this.#said.push(part);
    if (part.type === 'finish') this.#finish = part;
    if (part.type === 'error') this.#failed = true;
    if (part.type === 'tool-input-start' && isOurs({ ...part, type: 'tool-call' })) this.#ourInputs.add(part.id);
    return this.#isShown(part) ? [part] : [];
  }

  close(): readonly Part[] {
    return [];
  }

  response(): Fields | undefined {
    return this.#finish && !this.#failed ? this.#heard(this.#finish) : undefined;
  }

  next(): readonly Part[] {
    this.#round++;
    this.#said = [];
    this.#open = new Map();
    this.#finish = undefined;
    return [];
  }

  end(responses: readonly Fields[]): readonly Part[] {
    if (!this.#finish) return [];
    if (this.#round === 0 && !this.#said.some(isOurs)) return [this.#finish];
    const rounds = [...responses.slice(0, this.#round), this.#heard(this.#finish)];
    const { finishReason, usage } = callDialect.merge(rounds);
    return [{ ...this.#finish, finishReason, usage }];
  }

  fail(error: unknown, responses: readonly Fields[]): readonly Part[] {
    const { finishReason, usage } = callDialect.merge(responses);
    return [
      { type: 'error', error },
      { type: 'finish', finishReason: withReason(finishReason, 'error'), usage },
    ];
  }

  /** The round as the result that `doGenerate` would have given. */
  #heard({ finishReason, usage }: Part): Fields {
    return { content: this.#said, finishReason, usage };
  }

  #isShown(part: Part): boolean {
    if (part.type === 'finish' || isOurs(part)) return false;
    if (part.type === 'stream-start') return this.#round === 0;
    return !(part.type.startsWith('tool-input-') && this.#ourInputs.has(part.id));
  }

  /** Text and reasoning come in pieces; their ids are made unique over the rounds. */
  #piece(part: Part, type: string, step: string | undefined): Part {
    if (step === 'start') this.#open.set(part.id, { type, text: '' });
    const said = this.#open.get(part.id);
    if (said && step === 'start') this.#said.push(said);
    if (said) Object.assign(said, { text: said.text + String(part.delta ?? '') });
    if (said && part.providerMetadata !== undefined) said.providerMetadata = part.providerMetadata;
    return this.#round === 0 ? part : { ...part, id: `${String(part.id)}-${this.#round}` };
  }
}
