import { isDeepStrictEqual } from 'node:util';
import { createScanner, getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { type Edit, plain, type Span } from './edit.js';

/** Of the scanner's kinds of tokens; it declares them in a way that this build cannot import. */
const COMMA = 5;
const LINE_BREAK = 14;
const END = 17;

/** A configuration in JSON, with comments and trailing commas as many agents allow them. */
export interface JsonText {
  readonly text: string;
  /** Undefined where there is nothing but blanks and comments. */
  readonly root: Node | undefined;
  readonly value: unknown;
  /** The keys of an object that stand in it twice, and which of them counts is anybody's guess. */
  readonly duplicate: string | undefined;
}

/** Reads it; undefined where it is no JSON, or no object. */
export function readJson(text: string): JsonText | undefined {
  const errors: ParseError[] = [];
  // The mark is one unit and stands for itself: positions stay true when a blank takes its place.
  const bare = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text;
  const root = parseTree(bare, errors, { allowTrailingComma: true, allowEmptyContent: true });
  if (errors.length > 0 || (root && root.type !== 'object')) return undefined;
  return { text, root, value: root ? plain(getNodeValue(root)) : {}, duplicate: root && duplicateIn(root) };
}

/** The span that puts a value in, touching nothing that is there; undefined where something else stands in the way. */
export function spanOfJson(json: JsonText, edit: Edit): (Span & { readonly made: number }) | undefined {
  const style = styleOf(json.text);
  const { path } = edit;
  if (!json.root) {
    const value = wrapped(edit, 0);
    const gap = json.text.trim() === '' || json.text.endsWith('\n') ? '' : style.eol;
    return {
      ...insertion(json.text.length, `${gap}${written(value, style, '')}${style.eol}`),
      made: path.length,
    };
  }
  let node = json.root;
  for (const [depth, key] of path.entries()) {
    if (node.type !== 'object') return undefined;
    const property = propertyOf(node, key);
    if (!property) {
      const value = wrapped(edit, depth + 1);
      const first = inserted(json.text, node, style, (indent, isInline) => {
        const text = written(value, style, indent, isInline);
        return `${JSON.stringify(key)}${isCramped(json.text, node) ? ':' : ': '}${text}`;
      });
      return { ...first, made: path.length - depth };
    }
    node = property;
  }
  if (edit.kind === 'element') {
    if (node.type !== 'array') return undefined;
    const write = (indent: string, isInline: boolean) => written(edit.value, style, indent, isInline);
    return { ...inserted(json.text, node, style, write), made: 0 };
  }
  const removed = json.text.slice(node.offset, node.offset + node.length);
  const indent = indentAt(json.text, node.offset);
  return { at: node.offset, removed, inserted: written(edit.value, style, indent), made: 0 };
}

/** The text without a value, by its place in the structure; comments stay. Undefined where it is not there. */
export function removedFromJson(
  { text, root }: JsonText,
  path: readonly string[],
  element?: unknown,
): string | undefined {
  let node = root;
  let member: Node | undefined;
  for (const key of path) {
    member = node?.type === 'object' ? node.children?.find((one) => one.children?.[0]?.value === key) : undefined;
    node = member?.children?.[1];
  }
  if (element !== undefined)
    member =
      node?.type === 'array'
        ? node.children?.find((one) => isDeepStrictEqual(plain(getNodeValue(one)), element))
        : undefined;
  return member && withoutMember(text, member);
}

function withoutMember(text: string, member: Node): string {
  const siblings = member.parent?.children ?? [];
  const end = member.offset + member.length;
  const comma = commaIn(text, end, (member.parent?.offset ?? 0) + (member.parent?.length ?? 0));
  const before = siblings[siblings.indexOf(member) - 1];
  // The last of several takes the comma of the one before it along.
  const isLast = comma === undefined && before !== undefined;
  const other = isLast ? commaIn(text, before.offset + before.length, member.offset) : comma;
  const cuts = [[member.offset, end], ...(other === undefined ? [] : [[other, other + 1]])] as [number, number][];
  return cuts
    .sort((a, b) => b[0] - a[0])
    .reduce((whole, [from, to]) => {
      const [left, right] = from === member.offset ? blankAround(whole, from, to) : [from, to];
      return whole.slice(0, left) + whole.slice(right);
    }, text);
}

/** With the line, where nothing else stands on it; else with the blanks on one side. */
function blankAround(text: string, from: number, to: number): readonly [number, number] {
  let left = from;
  while (left > 0 && isBlank(text[left - 1])) left--;
  let right = to;
  while (isBlank(text[right])) right++;
  // Behind the member its comma is still there when that stands after it.
  const isOnOwnLine = left === 0 || text[left - 1] === '\n';
  if (isOnOwnLine && text.startsWith('\r\n', right)) return [left, right + 2];
  if (isOnOwnLine && text[right] === '\n') return [left, right + 1];
  return [from, right > to && !isOnOwnLine ? right : to];
}

const isBlank = (unit: string | undefined): boolean => unit === ' ' || unit === '\t';

/** The offset of the first comma between two places, comments left aside. */
function commaIn(text: string, from: number, to: number): number | undefined {
  for (const { kind, at } of tokens(text, from, to)) if (kind === COMMA) return at;
  return undefined;
}

function* tokens(
  text: string,
  from: number,
  to: number,
): Iterable<{ readonly kind: number; readonly at: number; readonly end: number }> {
  const scanner = createScanner(text);
  scanner.setPosition(from);
  for (let kind: number = scanner.scan(); kind !== END && scanner.getTokenOffset() < to; kind = scanner.scan())
    yield { kind, at: scanner.getTokenOffset(), end: scanner.getTokenOffset() + scanner.getTokenLength() };
}

interface Style {
  readonly eol: string;
  readonly unit: string;
  /** False where the whole file is one line. */
  readonly hasLines: boolean;
}

function styleOf(text: string): Style {
  const unit = /^([ \t]+)["}\]/]/m.exec(text)?.[1] ?? '  ';
  return {
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    unit,
    hasLines: text.trim() === '' || text.trim().includes('\n') || text.trim() === '{}',
  };
}

/**
 * Puts something first into an object or list, in one stretch: what stands there, its commas and comments, stay as they are.
 */
function inserted(text: string, node: Node, style: Style, write: (indent: string, isInline: boolean) => string): Span {
  const first = node.children?.[0];
  const open = node.offset + 1;
  const close = node.offset + node.length - 1;
  const breaks = [...tokens(text, open, first?.offset ?? close)].filter(({ kind }) => kind === LINE_BREAK);
  const inner = `${indentAt(text, node.offset)}${style.unit}`;
  const start = first ? breaks[0]?.end : breaks.at(-1)?.end;
  if (start !== undefined) {
    const indent = first && breaks.length > 0 ? indentOfFirst(text, first, inner) : inner;
    return insertion(start, `${indent}${write(indent, false)}${first ? ',' : ''}${style.eol}`);
  }
  if (first) return insertion(open, `${isBlank(text[open]) ? ' ' : ''}${write('', true)},`);
  if (!style.hasLines) return insertion(close, write('', true));
  const { eol } = style;
  return insertion(close, `${eol}${inner}${write(inner, false)}${eol}${indentAt(text, node.offset)}`);
}

/** The blanks before the first child, where it begins its line. */
function indentOfFirst(text: string, first: Node, otherwise: string): string {
  const line = text.slice(text.lastIndexOf('\n', first.offset - 1) + 1, first.offset);
  return /^[ \t]*$/.test(line) ? line : otherwise;
}

/** The blanks at the start of the line that a place is on. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Written without blanks, as JSON.stringify does. */
function isCramped(text: string, node: Node): boolean {
  const first = node.children?.[0];
  if (!first || !isOnOneLine(text, node)) return false;
  return !/:\s/.test(text.slice(first.offset, first.offset + first.length));
}

function isOnOneLine(text: string, { offset, length }: Node): boolean {
  return !text.slice(offset, offset + length).includes('\n');
}

function written(value: unknown, { eol, unit, hasLines }: Style, indent: string, isInline = !hasLines): string {
  if (isInline) return JSON.stringify(value);
  return JSON.stringify(value, null, unit).replaceAll('\n', `${eol}${indent}`);
}

function insertion(at: number, text: string): Span {
  return { at, removed: '', inserted: text };
}

/** The value with the objects around it that stand below the first `depth` keys of its path. */
function wrapped({ kind, path, value }: Edit, depth: number): unknown {
  const innermost = kind === 'element' ? [value] : value;
  return path.slice(depth).reduceRight((inner: unknown, key) => ({ [key]: inner }), innermost);
}

function propertyOf(node: Node, key: string): Node | undefined {
  return node.children?.find((one) => one.children?.[0]?.value === key)?.children?.[1];
}

function duplicateIn(root: Node): string | undefined {
  const open: Node[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const keys = new Set<unknown>();
    for (const child of node.children ?? []) {
      if (node.type === 'object') {
        const key: unknown = child.children?.[0]?.value;
        if (keys.has(key)) return String(key);
        keys.add(key);
      }
      open.push(child);
    }
  }
  return undefined;
}
