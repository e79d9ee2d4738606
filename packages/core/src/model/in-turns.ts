/**
 * Long work that yields where others may have their turn: timers, requests, an abort; or a promise that it waits for. Done at
 * once or in turns, it comes to the same.
 */
export type InTurns<T> = Generator<Promise<unknown> | undefined, T, unknown>;
