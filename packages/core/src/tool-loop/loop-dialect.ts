import type { Picture } from '../model/picture.js';
import type { TurnSign } from './turn-sign.js';

export type { TurnSign } from './turn-sign.js';

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
  /** What it shows beside the words, in an API whose results can. */
  readonly picture?: Pick<Picture, 'mediaType' | 'data'>;
}

/** What the client never saw of a turn: rounds that led to it, and our calls in it. */
export interface HiddenTurn {
  /** Entries of the history before the turn: rounds that were answered without the client. */
  readonly before: readonly unknown[];
  /** The turn's own entries, as the model wrote them. */
  readonly turn: readonly unknown[];
  /** Entries, or parts of the entry, that answer our calls of the turn. */
  readonly results: readonly unknown[];
  /** How many visible parts the client was shown from the rounds before. */
  readonly shownBefore: number;
}

/** A turn in a request's history that may have a hidden part. */
export interface PastTurn {
  /** Where it starts. */
  readonly at: number;
  readonly sign: TurnSign;
}

/** What the tool loop must know about the turns of one API. Pure; nothing is changed in place. */
export interface LoopDialect {
  readonly name: string;
  /** The field that names the response a request goes on from, where the provider keeps the history. */
  readonly continuesBy?: string;
  /** The tool calls of a finished response in order, or undefined when it is not a response that can be continued. */
  calls(response: unknown): readonly Call[] | undefined;
  /** True when the response was cut by a limit, so that its last call may be half written. */
  isCut(response: Fields): boolean;
  /** The request with what later rounds will need of its answer; absent where they need nothing. */
  prepare?(request: Fields): Fields;
  /** The model's turn as entries of the request's history. */
  turnEntries(response: Fields): readonly unknown[];
  /** Entries that answer calls, those of a response where it is known. */
  resultEntries(answers: readonly Answer[], response?: Fields): readonly unknown[];
  /** The request with entries at the end of its history; `response` is what the provider itself may remember. */
  grow(request: Fields, turn: readonly unknown[], results: readonly unknown[], response: Fields): Fields;
  /** One response out of all rounds: every visible part, none of our calls, usage summed. */
  merge(responses: readonly Fields[]): Fields;
  /** The parts of a turn that the client sees. */
  visibleParts(response: Fields): readonly unknown[];
  /** What the client's history will tell an answer without calls by. */
  words(responses: readonly Fields[]): string;
  /** Results of our calls in the form in which {@link LoopDialect.restore} inserts them. */
  hiddenResults(answers: readonly Answer[], response?: Fields): readonly unknown[];
  /** Turns of the history that may have a hidden part; with `from`, at least those that end behind that entry. */
  pastTurns(request: Fields, from?: number): readonly PastTurn[];
  /** The entries of the history as the client wrote it, by the positions that {@link PastTurn} means. */
  history(request: Fields): readonly unknown[];
  /** Where the turns of the model start. */
  modelTurns(request: Fields, from?: number): readonly number[];
  /** The request with hidden turns put back, by the position of the turn they belong to. */
  restore(request: Fields, hidden: ReadonlyMap<number, HiddenTurn>): Fields;
}
