import type { InTurns } from '../../model/in-turns.js';

/** A piece of markup: a tag, or the text between tags. Offsets into the source. */
export interface HtmlToken {
  readonly kind: 'text' | 'open' | 'close';
  /** Name of the element in lower case; empty for text. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly selfClosing: boolean;
}

const RAW = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'noembed']);

/** Cuts markup into tags and texts. Tolerates anything, goes over the source once; comments and declarations are left out. */
export function* scanHtml(source: string): InTurns<HtmlToken[]> {
  const tokens: HtmlToken[] = [];
  const never = new Set<string>();
  let at = 0;
  const text = (to: number): void => {
    if (to > at) tokens.push({ kind: 'text', name: '', from: at, to, selfClosing: false });
    at = to;
  };
  while (at < source.length) {
    if ((tokens.length & 255) === 255) yield;
    const start = nextMarkup(source, at);
    text(start);
    if (start >= source.length) break;
    if (source.startsWith('<!--', start)) at = endAfter(source, '-->', start + 4, never);
    else if (source.startsWith('<![CDATA[', start)) at = endAfter(source, ']]>', start + 9, never);
    else if (source[start + 1] === '!' || source[start + 1] === '?') at = endAfter(source, '>', start + 2, never);
    else {
      const token = tagAt(source, start);
      tokens.push(token);
      at = token.to;
      if (token.kind === 'open' && !token.selfClosing && RAW.has(token.name)) text(rawEnd(source, token, never));
    }
  }
  return tokens;
}

/** The next `<` that can begin a tag, a comment or a declaration. */
function nextMarkup(source: string, from: number): number {
  for (let at = source.indexOf('<', from); at >= 0; at = source.indexOf('<', at + 1)) {
    const code = source.charCodeAt(at + 1);
    const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
    if (letter || code === 33 || code === 63) return at;
    if (code === 47 && /[A-Za-z]/.test(source[at + 2] ?? '')) return at;
  }
  return source.length;
}

function endAfter(source: string, mark: string, from: number, never: Set<string>): number {
  if (never.has(mark)) return from;
  const found = source.indexOf(mark, from);
  if (found < 0) never.add(mark);
  return found < 0 ? from : found + mark.length;
}

function tagAt(source: string, start: number): HtmlToken {
  const kind = source.charCodeAt(start + 1) === 47 ? 'close' : 'open';
  let at = start + (kind === 'close' ? 2 : 1);
  const nameStart = at;
  while (at < source.length && at - nameStart < 60 && !isNameEnd(source.charCodeAt(at))) at++;
  const name = source.slice(nameStart, at).toLowerCase();
  const far = Math.min(source.length, at + 20_000);
  let quote = 0;
  for (let i = at; i < far; i++) {
    const code = source.charCodeAt(i);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if ((code === 34 || code === 39) && source.charCodeAt(i - 1) === 61) quote = code;
    else if (code === 62) return { kind, name, from: start, to: i + 1, selfClosing: source.charCodeAt(i - 1) === 47 };
    else if (code === 60) return { kind, name, from: start, to: i, selfClosing: false };
  }
  return { kind: 'text', name: '', from: start, to: at, selfClosing: false };
}

function isNameEnd(code: number): boolean {
  return code === 62 || code === 47 || code === 32 || code === 10 || code === 9 || code === 13 || code === 60;
}

function rawEnd(source: string, token: HtmlToken, never: Set<string>): number {
  const mark = `</${token.name}`;
  if (never.has(mark)) return token.to;
  for (let at = source.indexOf('</', token.to); at >= 0; at = source.indexOf('</', at + 2)) {
    if (source.slice(at, at + mark.length).toLowerCase() === mark) return at;
  }
  never.add(mark);
  return token.to;
}

/** The value of an attribute of a tag, as written; undefined when it is not there. */
export function attributeOf(source: string, token: HtmlToken, attribute: string): string | undefined {
  const tag = source.slice(token.from, Math.min(token.to, token.from + 4000));
  const lower = tag.toLowerCase();
  for (let at = lower.indexOf(attribute); at >= 0; at = lower.indexOf(attribute, at + 1)) {
    const end = at + attribute.length;
    if (!/[\s"'/]/.test(tag[at - 1] ?? '') || !/[\s=>/]/.test(tag[end] ?? '')) continue;
    if (tag[end] !== '=') return '';
    const quote = tag[end + 1] ?? '';
    if (quote !== '"' && quote !== "'") return /^[^\s>]*/.exec(tag.slice(end + 1))?.[0];
    const close = tag.indexOf(quote, end + 2);
    return tag.slice(end + 2, close < 0 ? tag.length - 1 : close);
  }
  return undefined;
}
