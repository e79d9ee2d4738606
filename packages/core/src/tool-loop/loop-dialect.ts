import type { Dialect } from '../model/format.js';

/** A JSON-like object of a provider. */
export type Fields = Readonly<Record<string, unknown>>;

/** A tool call as the model wrote it. */
export interface Call {
  /** Some providers give none. */
  readonly id: string | undefined;
  readonly name: string;
  /** A value, or its JSON text. */
  readonly input: unknown;
}

/** What our side says to one of our calls. */
export interface Answer {
  readonly call: Call;
  readonly text: string;
}

/** What the client never saw of a turn in which the model called our tool and one of the client's together. */
export interface HiddenTurn {
  /** Entries of the history before the turn: rounds that were answered without the client. */
  readonly before: readonly unknown[];
  /** The turn's own entries, as the model wrote them. */
  readonly turn: readonly unknown[];
  /** Entries, or parts of the entry, that answer our calls of the turn. */
  readonly results: readonly unknown[];
  /** How many visible parts the client was shown from the rounds before. */
  readonly shownBefore: number;
  /** The text the client was shown for all rounds, where texts are joined. */
  readonly shownText?: string;
}

/** A turn in a request's history that has calls of the client's tools. */
export interface PastTurn {
  readonly at: number;
  readonly call: Call;
  /** Number of model turns before this one. */
  readonly ordinal: number;
}

/** What the tool loop must know about one provider's wire. Pure; nothing is changed in place. */
export interface LoopDialect {
  readonly name: Dialect;
  /** The tool calls of a finished response in order, or undefined when it is not a response that can be continued. */
  calls(response: unknown): readonly Call[] | undefined;
  /** True when the response was cut by a limit, so that its last call may be half written. */
  isCut(response: Fields): boolean;
  /** The model's turn as entries of the request's history. */
  turnEntries(response: Fields): readonly unknown[];
  /** Entries that answer calls. */
  resultEntries(answers: readonly Answer[]): readonly unknown[];
  /** The request with entries at the end of its history; `state` is the response that the provider itself remembers. */
  grow(request: Fields, turn: readonly unknown[], results: readonly unknown[], response: Fields): Fields;
  /** The request for the last round: our tool can no longer be called. */
  close(request: Fields): Fields;
  /** One response out of all rounds: every visible part, none of our calls, usage summed. */
  merge(responses: readonly Fields[]): Fields;
  /** The parts of a turn that the client sees. */
  visibleParts(response: Fields): readonly unknown[];
  /** Results of our calls in the form in which {@link LoopDialect.restore} inserts them. */
  hiddenResults(answers: readonly Answer[]): readonly unknown[];
  /** Turns of the history with calls of the client's tools. */
  pastTurns(request: Fields): readonly PastTurn[];
  /** How many turns of the model the history has. */
  modelTurns(request: Fields): number;
  /** The request with hidden turns put back, by the position of the turn they belong to. */
  restore(request: Fields, hidden: ReadonlyMap<number, HiddenTurn>): Fields;
}
