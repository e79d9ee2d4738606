import { HeadroomError, type MaybePromise } from '@headroom/core';
import type { Memory } from '../../model/memory.js';
import { Scope } from '../../model/scope.js';
import type { PlacedStore } from './placed-texts.js';

/**
 * Whose memory a door serves: a scope, or what finds it for one call. Undefined, from either, means that it is not known: then
 * nothing is recalled and the tools refuse.
 */
export type ScopeOf<Call> = Scope | undefined | ((call: Call) => MaybePromise<Scope | undefined>);

/** Told of what went wrong beside a request that went on. Never holds a text. */
export interface DoorWarning {
  /** `memory_failed`, `memory_slow`: the request went out without. `no_scope`: it was not known whose it is; said once a door. */
  readonly code: 'memory_failed' | 'memory_slow' | 'no_scope';
  readonly message: string;
}

/** What every door that places recalled text can be told. */
export interface PlaceOptions<Call> {
  readonly memory: Pick<Memory, 'recall'> & Partial<Pick<Memory, 'tenant'>>;
  readonly scope: ScopeOf<Call>;
  /**
   * The thread or session, where the program has a name for it. Without one a conversation is known by its beginning. Turns of this
   * conversation are not recalled into it.
   */
  readonly conversation?: string | ((call: Call) => string | undefined);
  /** Most tokens of what is recalled in a turn. Default 1,024. */
  readonly budget?: number;
  /** Most records of a turn. Default: as many as the budget holds. */
  readonly limit?: number;
  /**
   * At the first turn of a conversation, what is left of the budget is filled with facts that its words did not bring back: the most
   * important of the newest. Default false.
   */
  readonly fill?: boolean;
  /** Also what lies within the scope: all sessions of a user. Default false. */
  readonly within?: boolean;
  /** Only records with all of these tags. */
  readonly tags?: readonly string[];
  /** A request waits so long for the memory, in milliseconds; then it goes out without. Default 1,000. */
  readonly deadlineMs?: number;
  /** Keeps what was placed, so that later requests say the same. Default: this process, bounded. */
  readonly placed?: PlacedStore;
  readonly onWarning?: (warning: DoorWarning) => void;
}

/** @throws HeadroomError `invalid_option` for options that no request could be served with. */
export function checkPlaceOptions<Call>(options: PlaceOptions<Call>, door: string): void {
  const wrong = (name: string, said: string) => new HeadroomError('invalid_option', `${door}(): ${said}`, name);
  if (typeof options?.memory?.recall !== 'function') throw wrong('memory', '`memory` is made by createMemory()');
  checkScopeOption(options.scope, 'scope' in options, door);
  const { conversation, deadlineMs, onWarning, placed, tags } = options;
  for (const name of ['budget', 'limit'] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      throw wrong(name, `\`${name}\` is a whole number from 1`);
  }
  if (options.fill !== undefined && typeof options.fill !== 'boolean') throw wrong('fill', '`fill` is true or false');
  checkDeadline(deadlineMs, door);
  if (conversation !== undefined && typeof conversation !== 'function' && !isName(conversation))
    throw wrong('conversation', '`conversation` is a name, or a function that gives one');
  if (tags !== undefined && !(Array.isArray(tags) && tags.every(isName)))
    throw wrong('tags', '`tags` is a list of names');
  if (onWarning !== undefined && typeof onWarning !== 'function') throw wrong('onWarning', '`onWarning` is a function');
  if (placed !== undefined && !(typeof placed?.get === 'function' && typeof placed.set === 'function'))
    throw wrong('placed', '`placed` is a store with get and set');
}

/** @throws HeadroomError `invalid_option` where a scope is neither one, nor a function, nor said to be unknown. */
export function checkScopeOption(scope: unknown, isThere: boolean, door: string): void {
  if (isThere && (scope === undefined || typeof scope === 'function' || Scope.isScope(scope))) return;
  const said = `${door}(): \`scope\` is a Scope, or a function that finds it for a call; undefined where it is not known`;
  throw new HeadroomError('invalid_option', said, 'scope');
}

/** @throws HeadroomError `invalid_option`. */
export function checkDeadline(deadlineMs: unknown, door: string): void {
  if (deadlineMs === undefined || (typeof deadlineMs === 'number' && deadlineMs > 0)) return;
  throw new HeadroomError('invalid_option', `${door}(): \`deadlineMs\` is a number above 0`, 'deadlineMs');
}

/** The scope of one call; undefined for whatever is none. */
export async function scopeFor<Call>(scope: ScopeOf<Call>, call: Call): Promise<Scope | undefined> {
  const found: unknown = typeof scope === 'function' ? await scope(call) : scope;
  return Scope.isScope(found) ? found : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
