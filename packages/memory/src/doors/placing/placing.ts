import { createHash } from 'node:crypto';
import { harmless } from '@headroom/core';
import type { Scope } from '../../model/scope.js';
import { askedWords } from './asked-words.js';
import { DEADLINE, type Deadline, deadline, TOO_LATE } from './deadline.js';
import { checkPlaceOptions, type DoorWarning, type PlaceOptions, scopeFor } from './door-options.js';
import { type PlacedStore, PlacedTexts } from './placed-texts.js';
import { isPlaced, type ToldTurn, withoutPlaced } from './told-turn.js';

/** What one request says besides its turns. */
export interface PlaceCall<Call> {
  readonly call: Call;
  /** What the provider holds of the conversation already: the id of a response. */
  readonly beginning?: string | undefined;
  readonly signal?: AbortSignal | null | undefined;
}

/** Texts to be put at the ends of turns, by the numbers of the turns. */
export type Places = ReadonlyMap<number, string>;

const NOWHERE: Places = new Map();

/** A user turn, what stands for it and all before it, and what was answered to it. */
interface Asked {
  readonly turn: number;
  readonly key: string;
  readonly answer: string | undefined;
}

/**
 * Decides what stands at the ends of a conversation's user turns: for the newest, what its words bring back from memory; for
 * earlier ones, exactly what stood there when they were the newest. Never throws and never waits past its deadline.
 */
export class Placing<Call> {
  readonly #options: PlaceOptions<Call>;
  readonly #placed: PlacedStore;
  readonly #tell: (warning: DoorWarning) => void;
  #toldNoScope = false;

  /** @throws HeadroomError `invalid_option`. */
  constructor(options: PlaceOptions<Call>, door: string) {
    checkPlaceOptions(options, door);
    this.#options = options;
    this.#tell = harmless(options.onWarning);
    this.#placed = options.placed ?? new PlacedTexts();
  }

  async places(turns: readonly ToldTurn[], told: PlaceCall<Call>): Promise<Places> {
    try {
      const { conversation, deadlineMs = DEADLINE } = this.#options;
      const until = deadline(deadlineMs, told.signal);
      try {
        const scope = await Promise.race([scopeFor(this.#options.scope, told.call), until.passed]);
        if (!scope) return this.#noScope();
        const naming = typeof conversation === 'function' ? conversation(told.call) : conversation;
        const name = await Promise.race([naming, until.passed]);
        return await this.#among(turns, { scope, name, beginning: told.beginning, until });
      } finally {
        until.end();
      }
    } catch (error) {
      this.#warn(error);
      return NOWHERE;
    }
  }

  async #among(turns: readonly ToldTurn[], whose: Whose): Promise<Places> {
    const asked = askedIn(turns, this.#options.memory.tenant ?? '', whose);
    const newest = asked.at(-1);
    if (!newest) return NOWHERE;
    const isOpen = newest.answer === undefined;
    const found = await Promise.all(
      asked.map(async (one) => {
        // What stands in it already, put there by another door or kept with the conversation, is not said twice.
        if (isPlaced(turns[one.turn]?.text ?? '')) return '';
        const isNew = one === newest && isOpen;
        const text = isNew
          ? this.#recalled(turns[one.turn]?.text ?? '', one, whose, asked.length === 1)
          : this.#stood(one);
        return Promise.race([text, whose.until.passed]).catch((error: unknown) => {
          this.#warn(error);
          return '';
        });
      }),
    );
    return new Map(asked.flatMap(({ turn }, i) => (found[i] ? [[turn, found[i]] as const] : [])));
  }

  /** What the newest turn brings back, remembered for the requests that follow. */
  async #recalled(words: string, { key }: Asked, { scope, name, until }: Whose, isFirst: boolean): Promise<string> {
    const { memory, budget, limit, within, tags, fill } = this.#options;
    const question = askedWords(words);
    if (question === '') return '';
    const { text } = await memory.recall({
      scope,
      question,
      ...(budget !== undefined && { budget }),
      ...(limit !== undefined && { limit }),
      ...(within !== undefined && { within }),
      ...(tags !== undefined && { tags }),
      ...(fill && isFirst && { fill }),
      ...(name !== undefined && { exceptConversations: [name] }),
    });
    // The request has gone out without: nothing stood there.
    if (until.isOver()) return '';
    await this.#placed.set(key, `=${text}`);
    return text;
  }

  /**
   * What stood at an earlier turn. Conversations without names that begin alike are told apart by what was answered: from the first
   * request with an answer on, its text belongs to that answer.
   */
  async #stood({ key, answer }: Asked): Promise<string> {
    const bound = answer === undefined ? undefined : digest(key, answer);
    const known = bound === undefined ? undefined : await this.#placed.get(bound);
    if (known !== undefined) return known.slice(1);
    const latest = await this.#placed.get(key);
    if (latest !== undefined && bound !== undefined) await this.#placed.set(bound, latest);
    return latest?.slice(1) ?? '';
  }

  #noScope(): Places {
    if (!this.#toldNoScope)
      this.#tell({ code: 'no_scope', message: 'A request goes without memory: it is not known whose it is' });
    this.#toldNoScope = true;
    return NOWHERE;
  }

  #warn(error: unknown): void {
    const name = error instanceof Error ? error.name : 'unknown error';
    this.#tell(
      error === TOO_LATE
        ? { code: 'memory_slow', message: 'A request goes without memory: it took too long' }
        : { code: 'memory_failed', message: `A request goes without memory (${name})` },
    );
  }
}

interface Whose {
  readonly scope: Scope;
  readonly name: string | undefined;
  readonly beginning: string | undefined;
  readonly until: Deadline;
}

/** The user turns, each with what stands for the conversation up to it. */
function askedIn(turns: readonly ToldTurn[], tenant: string, { scope, name, beginning }: Whose): readonly Asked[] {
  const answered = turns.findLastIndex(({ role }) => role === 'model');
  let key = digest(JSON.stringify([tenant, scope.path, name ?? null, beginning ?? null]));
  return turns.flatMap((told, turn): Asked[] => {
    if (told.role !== 'user' || told.text === '') return [];
    key = digest(key, withoutPlaced(told.text));
    let at = turn + 1;
    while (turns[at]?.role === 'aside') at++;
    const next = turns[at];
    return [{ turn, key, answer: next?.role === 'model' ? next.text : turn > answered ? undefined : '' }];
  });
}

function digest(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return `placed:${hash.digest('hex').slice(0, 40)}`;
}
