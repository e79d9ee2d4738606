const notes = new WeakMap<object, Map<string, unknown>>();

/** Says of a value that it was read from a text and that nobody can change it, so that what is worked out about it can be kept. */
export function fix(value: unknown): void {
  if (typeof value === 'object' && value !== null) notes.set(value, new Map());
}

/** {@link fix}, for a value of which all that is worked out is the same as of another one. */
export function fixLike(value: object, other: object): void {
  notes.set(value, notes.get(other) ?? new Map());
}

/** What was worked out about a fixed value, to be added to; undefined for a value that somebody else may change. */
export function notesOn(value: unknown): Map<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? notes.get(value) : undefined;
}

const lists = new WeakSet<object>();

/** Says of a list of fixed values that it only ever goes on: each entry stands behind the same ones in every list that it is in. */
export function fixList(list: readonly unknown[]): void {
  lists.add(list);
}

export function isFixedList(list: readonly unknown[]): boolean {
  return lists.has(list);
}

/** What is known of all entries of a list up to one. */
export interface Known<State> {
  readonly state: State;
  /** So many entries. */
  readonly length: number;
}

/** What was {@link keepUpTo kept} of a fixed list last; undefined for other lists. */
export function knownUpTo<State>(list: readonly unknown[], kind: string): Known<State> | undefined {
  if (!lists.has(list)) return undefined;
  for (let length = list.length; length > 0; length--) {
    const state = notesOn(list[length - 1])?.get(kind) as State | undefined;
    if (state !== undefined) return { state, length };
  }
  return undefined;
}

/** Keeps what is known of all entries of a fixed list, for the lists that go on from it. */
export function keepUpTo(list: readonly unknown[], kind: string, state: unknown): void {
  if (lists.has(list)) notesOn(list.at(-1))?.set(kind, state);
}

/** `step` over all entries of a list; of a fixed one, over those that are new since it was asked last. States are never changed. */
export function foldedOver<State>(
  list: readonly unknown[],
  kind: string,
  start: State,
  step: (state: State, entry: unknown) => State,
): State {
  const known = knownUpTo<State>(list, kind);
  let state = known?.state ?? start;
  for (let at = known?.length ?? 0; at < list.length; at++) state = step(state, list[at]);
  if (known?.length !== list.length) keepUpTo(list, kind, state);
  return state;
}
