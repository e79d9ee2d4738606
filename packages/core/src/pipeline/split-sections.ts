import { parseJsonAt } from '../reading/parse-json.js';

/** A part of a mixed text; `before` is what separates it from the part before, kept as it is. */
export interface Section {
  readonly before: string;
  readonly text: string;
  /** True for a part too small or too plain to be routed. */
  readonly plain: boolean;
}

const MIN_SECTION = 400;
const MAX_SECTIONS = 200;
const FENCE = /^ {0,3}(`{3,}|~{3,}(?!~))[^`\n]*$/;

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds blocks of another kind inside a text: fenced blocks and JSON values that begin a line and end one. Returns undefined
 * when the text is of one piece. Joining `before + text` of all sections gives the text back. Linear.
 */
export function splitSections(text: string): readonly Section[] | undefined {
  const spans = findSpans(text);
  if (spans.length === 0) return undefined;
  const sections: Section[] = [];
  let end = 0;
  for (const span of spans) {
    if (span.start > end) sections.push(plainOrText(text.slice(end, span.start)));
    sections.push({ before: '', text: text.slice(span.start, span.end), plain: false });
    end = span.end;
  }
  if (end < text.length) sections.push(plainOrText(text.slice(end)));
  return sections;
}

/** So many lines make a list worth a look of its own. */
const LIST_LINES = 12;
const MOST_BLOCKS = 60;
/** An empty line; the end of a drawn table and the beginning of the next. */
const BORDER = /\n(?:[ \t\r]*\n)+|(?<=┘)\r?\n(?=┌)/g;

/**
 * Finds what blank lines keep apart, such as the outputs of several commands: long lists, and the plain rest. Undefined where there
 * is no such list, or no other part. Joining `before + text` of all sections gives the text back. Linear.
 */
export function splitBlocks(text: string): readonly Section[] | undefined {
  const sections: { before: string; text: string; plain: boolean }[] = [];
  let lists = 0;
  let at = 0;
  const add = (before: string, block: string): void => {
    const isList = block.length >= MIN_SECTION && lists < MOST_BLOCKS && hasLines(block, LIST_LINES);
    const last = sections.at(-1);
    if (isList) lists += 1;
    if (last?.plain && !isList) last.text += before + block;
    else if (isList) sections.push({ before, text: block, plain: false });
    else sections.push({ before: '', text: before + block, plain: true });
  };
  let before = '';
  for (const border of text.matchAll(BORDER)) {
    add(before, text.slice(at, border.index));
    before = border[0];
    at = border.index + before.length;
  }
  add(before, text.slice(at));
  return lists > 0 && sections.length > 1 ? sections : undefined;
}

function hasLines(text: string, least: number): boolean {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0 && lines < least; at = text.indexOf('\n', at + 1)) lines++;
  return lines >= least;
}

function plainOrText(text: string): Section {
  const body = text.trim();
  if (body.length < MIN_SECTION) return { before: '', text, plain: true };
  const start = text.indexOf(body);
  const rest = text.slice(start);
  return { before: text.slice(0, start), text: rest, plain: false };
}

/** JSON values, and fenced blocks where they are most of the text: a document with some examples in it stays one piece. */
function findSpans(text: string): Span[] {
  const { json, fenced } = scan(text);
  const inFences = fenced.reduce((sum, { start, end }) => sum + end - start, 0);
  const spans = inFences * 2 > text.length ? [...json, ...fenced] : json;
  return spans.sort((a, b) => a.start - b.start);
}

/** Spans of more than {@link MIN_SECTION} characters, in order; JSON inside a fence belongs to the fence. */
function scan(text: string): { json: Span[]; fenced: Span[] } {
  const found: { json: Span[]; fenced: Span[] } = { json: [], fenced: [] };
  let fence: { mark: string; body: number } | undefined;
  let failures = 0;
  for (let at = 0; at < text.length && found.json.length + found.fenced.length < MAX_SECTIONS; ) {
    const stop = text.indexOf('\n', at);
    const lineEnd = stop < 0 ? text.length : stop;
    const line = lineEnd - at < 200 ? text.slice(at, lineEnd) : '';
    const mark = FENCE.exec(line)?.[1];
    if (fence) {
      if (mark?.startsWith(fence.mark) && line.trim() === mark) {
        if (at - fence.body > MIN_SECTION) found.fenced.push({ start: fence.body, end: at - 1 });
        fence = undefined;
      }
      at = lineEnd + 1;
      continue;
    }
    if (mark) {
      fence = { mark, body: lineEnd + 1 };
      at = lineEnd + 1;
      continue;
    }
    const json = failures < 20 ? jsonAt(text, at) : undefined;
    if (json === 'failed') failures++;
    else if (json) {
      if (json.end - json.start > MIN_SECTION) found.json.push(json);
      const next = text.indexOf('\n', json.end);
      at = next < 0 ? text.length : next + 1;
      continue;
    }
    at = lineEnd + 1;
  }
  return found;
}

/** A JSON object or array that begins at a line's first sign, ends at a line's end and is longer than a line. */
function jsonAt(text: string, lineStart: number): Span | 'failed' | undefined {
  let start = lineStart;
  while (text.charCodeAt(start) === 32 || text.charCodeAt(start) === 9) start++;
  const code = text.charCodeAt(start);
  if (code !== 123 && code !== 91) return undefined;
  let next = start + 1;
  while (/[ \t\r\n]/.test(text[next] ?? '')) next++;
  const after = text[next] ?? '';
  const plausible = code === 123 ? after === '"' || after === '}' : '{["0123456789-tfn]'.includes(after);
  if (!plausible) return undefined;
  const found = parseJsonAt(text, start);
  if (!found) return 'failed';
  let end = found.end;
  while (text.charCodeAt(end) === 32 || text.charCodeAt(end) === 13) end++;
  return end === text.length || text.charCodeAt(end) === 10 ? { start, end: found.end } : undefined;
}
