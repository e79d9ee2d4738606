/**
 * Long work that yields where others may have their turn: timers, requests, an abort. Done at once or in turns, it comes to
 * the same.
 */
export type InTurns<T> = Generator<void, T, void>;
