import { notesOn } from '../edit/fixed-values.js';
import { isRecord } from '../formats/record.js';
import type { Answer, Call, Fields, HiddenTurn, LoopDialect, PastTurn, TurnSign } from './loop-dialect.js';
import { isOwn, listAt, weave, without } from './own-call.js';
import { textOf } from './turn-sign.js';

/** How an API whose history is a list of messages writes the turns of the model and what answers them. */
export interface MessageStyle {
  readonly name: string;
  /** The list of messages in a request. */
  readonly list: string;
  /** Who the model is in it. */
  readonly role: string;
  /** The list in a message in which calls are. */
  readonly parts: string;
  /** Who brings results, where they are parts of one message; absent where each result is a message. */
  readonly resultsBy?: string;
  /** Leaves a turn alone that the client keeps in other parts than it was shown; else the model's own parts count. */
  readonly exact?: boolean;
  /** The message in a response; undefined when there is none or more than one. */
  messageOf(response: unknown): Fields | undefined;
  callOf(part: unknown): Call | undefined;
  /** `response`: the one whose calls are answered. */
  results(answers: readonly Answer[], response?: Fields): readonly unknown[];
  /** True for a part (or message) that holds the result of a call. */
  isResult(part: unknown): boolean;
  /** Fields of a message outside its parts, as they were before the client was shown all rounds as one. */
  unmerged?(message: Fields, hidden: HiddenTurn): Fields;
  /** What the client is shown of several messages as one text, where that is more than their texts in a row. */
  words?(messages: readonly (Fields | undefined)[]): string;
  /** Messages in another form than a list. */
  messages?(request: Fields): readonly unknown[];
}

type MessageTurns = Pick<
  LoopDialect,
  | 'name'
  | 'calls'
  | 'turnEntries'
  | 'resultEntries'
  | 'hiddenResults'
  | 'visibleParts'
  | 'words'
  | 'grow'
  | 'pastTurns'
  | 'history'
  | 'modelTurns'
  | 'restore'
>;

/** The part of a {@link LoopDialect} that all APIs with a list of messages have in common. */
export function messageTurns(style: MessageStyle): MessageTurns {
  const { name, list, parts, resultsBy, messageOf, callOf, results } = style;
  const words = style.words ?? ((messages) => messages.map((message) => textOf(message?.[parts])).join(''));
  const isOurs = (part: unknown) => isOwn(callOf(part));
  const messagesOf = style.messages ?? ((request: Fields) => listAt(request, list));
  const isTurn = (message: unknown): message is Fields => isRecord(message) && message.role === style.role;
  const visibleParts = (response: unknown) => listAt(messageOf(response), parts).filter((part) => !isOurs(part));

  const signOf = (message: Fields): TurnSign | undefined => {
    const notes = notesOn(message);
    const kind = `sign ${name}`;
    const known = notes?.get(kind) as TurnSign | undefined;
    if (known !== undefined) return known;
    const call = listAt(message, parts)
      .map(callOf)
      .find((made) => made !== undefined && !isOwn(made));
    const sign = call ?? words([message]);
    notes?.set(kind, sign);
    return sign;
  };

  return {
    name,
    calls(response) {
      const message = messageOf(response);
      return message && listAt(message, parts).flatMap((part) => callOf(part) ?? []);
    },
    turnEntries: (response) => [messageOf(response)],
    resultEntries(answers, response) {
      const written = results(answers, response);
      return resultsBy ? [{ role: resultsBy, [parts]: written }] : written;
    },
    hiddenResults: results,
    visibleParts,
    words: (responses) => words(responses.map(messageOf)),
    grow: (request, turn, entries) => ({ ...request, [list]: [...messagesOf(request), ...turn, ...entries] }),
    pastTurns(request, from = 0) {
      const past: PastTurn[] = [];
      const messages = messagesOf(request);
      for (let at = from; at < messages.length; at++) {
        const message = messages[at];
        const sign = isTurn(message) ? signOf(message) : undefined;
        if (sign) past.push({ at, sign });
      }
      return past;
    },
    history: messagesOf,
    modelTurns(request, from = 0) {
      const messages = messagesOf(request);
      const turns: number[] = [];
      for (let at = from; at < messages.length; at++) if (isTurn(messages[at])) turns.push(at);
      return turns;
    },
    restore: (request, hidden) => ({ ...request, [list]: restored(messagesOf(request), hidden, style) }),
  };
}

function restored(
  messages: readonly unknown[],
  hidden: ReadonlyMap<number, HiddenTurn>,
  style: MessageStyle,
): unknown[] {
  const { parts, resultsBy, callOf, isResult } = style;
  const isOurs = (part: unknown) => isOwn(callOf(part));
  const isAnswered = (next: unknown) => (resultsBy ? listAt(next, parts).some(isResult) : isResult(next));
  const changed = new Map<number, readonly unknown[]>();
  for (const [at, own] of hidden) {
    const [message, next] = [messages[at], messages[at + 1]];
    if (!isRecord(message) || (own.results.length > 0 && !isAnswered(next))) continue;
    const spoken = listAt(own.turn[0], parts);
    const whole = weave(listAt(message, parts), spoken, own.shownBefore, isOurs) ?? (style.exact ? undefined : spoken);
    if (!whole) continue;
    const turn = { ...message, ...style.unmerged?.(message, own), [parts]: whole };
    const said = whole.length > 0 ? [turn] : style.unmerged ? [without(turn, parts)] : [];
    changed.set(at, [...own.before, ...said]);
    if (own.results.length > 0) changed.set(at + 1, withResults(next, own.results, style));
  }
  return messages.flatMap((message, at) => changed.get(at) ?? [message]);
}

/** The client's answers with ours before them. */
function withResults(next: unknown, results: readonly unknown[], { parts, resultsBy }: MessageStyle): unknown[] {
  return resultsBy && isRecord(next)
    ? [{ ...next, [parts]: [...results, ...listAt(next, parts)] }]
    : [...results, next];
}
