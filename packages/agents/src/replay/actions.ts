import { contentText, type Message } from './message.js';
import { stringsOf, type Used } from './strings.js';

/** What an assistant's message uses. */
export interface Action {
  /** Texts that its edits are about to replace. */
  readonly anchors: readonly string[];
  /** Strings in the arguments of its calls. */
  readonly used: readonly Used[];
  /** Strings in its words and its plans. */
  readonly said: readonly Used[];
}

const EDITS = /edit|replace|patch|str_|text|update/i;
const REPLACED = /^(?:old(?:_?(?:string|str|text|content))?|original_text|contents_before|search)$/i;
const MUSES = /todo|^task|plan|think|askuser|skill/i;

/** The strings and numbers in a value, each with the name of the argument it stands under. */
export function leavesOf(value: unknown, name = ''): { readonly name: string; readonly text: string }[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ name, text: String(value) }];
  if (Array.isArray(value)) return value.flatMap((one) => leavesOf(one, name));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, one]) => leavesOf(one, key));
}

export function inputOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

function unique(strings: readonly Used[], but: readonly Used[] = []): Used[] {
  const key = ({ kind, text }: Used) => `${kind} ${text}`;
  const seen = new Set(but.map(key));
  return strings.filter((one) => !seen.has(key(one)) && seen.add(key(one)));
}

/** Reads an assistant's message. */
export function actionOf({ content, tool_calls: calls = [] }: Message): Action {
  const anchors: string[] = [];
  const used: Used[] = [];
  const said: Used[] = [];
  for (const { function: call } of calls) {
    const leaves = leavesOf(inputOf(call.arguments));
    const replaced = EDITS.test(call.name) ? leaves.filter(({ name }) => REPLACED.test(name)) : [];
    anchors.push(...replaced.map(({ text }) => text).filter((text) => text.trim().length >= 8));
    for (const { name, text } of leaves.filter((leaf) => !replaced.includes(leaf))) {
      const strings = stringsOf(text, name).filter((one) => !replaced.some((old) => old.text.includes(one.text)));
      (MUSES.test(call.name) ? said : used).push(...strings);
    }
  }
  const inCalls = unique(used);
  return { anchors, used: inCalls, said: unique([...said, ...stringsOf(contentText(content))], inCalls) };
}
