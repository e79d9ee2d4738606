import { editJson } from '../edit/edit-json.js';
import { type Span, SpellAgain } from '../edit/spell-again.js';
import { isRecord } from '../formats/record.js';
import type { Edit } from '../model/edit.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The text of a request body after its object was changed: where lists grew at their end, every other byte stays as it was; what
 * was put together anew from pieces of it spells these pieces as they were, also where a field was taken away.
 * `before` is what the text says, or differs from it in strings only.
 */
export function respell<Body extends string | Uint8Array>(body: Body, before: Fields, after: Fields): Body {
  if (before === after) return body;
  const text = typeof body === 'string' ? body : new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  const spelled = respelled(text, before, after) ?? new SpellAgain(text, before).write(after);
  return (typeof body === 'string' ? spelled : new TextEncoder().encode(spelled)) as Body;
}

/** The edits that make one object of another, where only lists grew at their end; undefined where more was changed. */
export function addedBetween(before: Fields, after: Fields): readonly Edit[] | undefined {
  const lists = changedBetween(before, after)?.map((key) => [key, addedTo(before[key] ?? [], after[key])] as const);
  if (!lists || lists.some(([, items]) => items === undefined)) return undefined;
  return lists.flatMap(([key, items]) => appends(key, items));
}

function respelled(text: string, before: Fields, after: Fields): string | undefined {
  const changed = changedBetween(before, after);
  if (!changed) return undefined;
  const appended = new Map(changed.map((key) => [key, addedTo(before[key] ?? [], after[key])]));
  const rebuilt = changed.filter((key) => appended.get(key) === undefined);
  if (rebuilt.some((key) => !Object.hasOwn(before, key))) return undefined;
  const edits = [...appended].flatMap(([key, items]) => appends(key, items));
  const edited = editJson(rebuilt.length > 0 ? withRebuilt(text, before, after, rebuilt) : text, edits);
  return edited.ok ? edited.json : undefined;
}

/** The members that are others or new; undefined where one was taken away. */
function changedBetween(before: Fields, after: Fields): readonly string[] | undefined {
  if (Object.keys(before).some((key) => !Object.hasOwn(after, key))) return undefined;
  return Object.keys(after).filter((key) => !Object.hasOwn(before, key) || after[key] !== before[key]);
}

function appends(key: string, items: readonly unknown[] | undefined): readonly Edit[] {
  return (items ?? []).map((value) => ({ kind: 'append', at: [key], value }));
}

/** The text with some members of its object put together anew. */
function withRebuilt(text: string, before: Fields, after: Fields, keys: readonly string[]): string {
  const speller = new SpellAgain(text, before);
  const spans = keys.map((key) => [speller.spanOf(before, key) as Span, key] as const).sort(([[a]], [[b]]) => a - b);
  let result = '';
  let from = 0;
  for (const [[start, end], key] of spans) {
    const [was, is] = [before[key], after[key]];
    const within = isRecord(was) && isRecord(is) ? respelled(text.slice(start, end), was, is) : undefined;
    result += text.slice(from, start) + (within ?? speller.write(is));
    from = end;
  }
  return result + text.slice(from);
}

/** What a list has at its end that a shorter one had not. */
function addedTo(before: unknown, after: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(before) || !Array.isArray(after) || after.length <= before.length) return undefined;
  return before.every((item, index) => item === after[index]) ? after.slice(before.length) : undefined;
}
