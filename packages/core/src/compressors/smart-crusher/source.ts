import type { Content, JsonValue } from '../../model/content.js';
import { type JsonSpacing, parseJson, parseJsonAt, printJson, spacingOf } from '../../reading/parse-json.js';
import { decode } from './decode.js';

/** Where the JSON of a text is: the whole of it, one value a line, or one value between other lines. */
export interface Source {
  readonly kind: 'whole' | 'lines' | 'part';
  readonly value: JsonValue;
  readonly before: string;
  readonly after: string;
  readonly spacing: JsonSpacing;
}

const SAMPLE = 20;
const MAX_FOREIGN_LINES = 40;
/** What a program may name its output on the line on which that begins, as `Output: [`. */
const LABEL = /[A-Za-z][\w -]{0,40}: /y;
const PART = /^([A-Za-z][\w -]{0,40}: )?\(JSON as a table, (\d+) lines?(; the rest stood on its last line)?\)$/;
const GLUED = '; the rest stood on its last line';
const LINES = ' (JSON lines)';
const TITLE =
  /^(?:[^\n:]{0,200}: |[ -]*)?\d+ (?:rows|keys|strings|strings by folder|values|lists|rows by column)(?: \(JSON lines\))?$/;
const FIRST_LINES = 60;
const LONGEST = 2_000_000;

/** Finds the JSON of a text. */
export function readSource(content: Content): Source | undefined {
  const { json } = content;
  if (json)
    return json.type === 'array' || json.type === 'object'
      ? { kind: 'whole', value: json, before: '', after: '', spacing: spacingOf(content.text) }
      : undefined;
  return readLines(content) ?? readPart(content);
}

/** Whether the first lines look like one JSON value a line; cheap. */
export function looksLikeLines(content: Content): boolean {
  if (content.text.length < 20 || !startsLikeJson(content.text)) return false;
  let seen = 0;
  for (const line of content.lines) {
    if (line.trim() === '') continue;
    if (line.length > 200_000 || !isContainer(line) || !parseJson(line)) return false;
    if (++seen >= SAMPLE) break;
  }
  return seen >= 3;
}

function startsLikeJson(text: string): boolean {
  return /^\s{0,100}[[{]/.test(text);
}

function isContainer(line: string): boolean {
  const first = line.trimStart()[0];
  return first === '{' || first === '[';
}

function readLines(content: Content): Source | undefined {
  if (!looksLikeLines(content)) return undefined;
  const items: JsonValue[] = [];
  const { lines } = content;
  const spacing = spacingOf(lines.find((line) => line.trim() !== '') ?? '');
  let after = '';
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = isContainer(line) ? parseJson(line) : undefined;
    if (value) items.push(value);
    else if (lines.length - i > MAX_FOREIGN_LINES) return undefined;
    else {
      after = lines.slice(i).join('\n');
      break;
    }
  }
  return { kind: 'lines', value: { type: 'array', items }, before: '', after, spacing };
}

function readPart(content: Content): Source | undefined {
  const { text } = content;
  let at = 0;
  for (let i = 0; i <= MAX_FOREIGN_LINES && at < text.length && at < text.length * 0.4; i++) {
    const end = text.indexOf('\n', at);
    at = behindLabel(text, at);
    const found = mayBeJson(text, at) ? parseJsonAt(text, at) : undefined;
    if (found && found.end - at >= text.length * 0.5) {
      return {
        kind: 'part',
        value: found.value,
        before: text.slice(0, at),
        after: text.slice(found.end),
        spacing: spacingOf(text.slice(at, at + 4000)),
      };
    }
    if (end < 0) return undefined;
    at = end + 1;
  }
  return undefined;
}

function behindLabel(text: string, at: number): number {
  LABEL.lastIndex = at;
  return LABEL.test(text) ? LABEL.lastIndex : at;
}

/** `[12:00:01] started` and `{{ template }}` are cheap to refuse. */
function mayBeJson(text: string, at: number): boolean {
  return /^(?:\{\s{0,200}["}]|\[\s{0,200}[[{"\]\d-])/.test(text.slice(at, at + 220));
}

/** A file without a line feed at its end, and what was printed after it. */
function isGlued(after: string): boolean {
  return !/^[ \t\r]{0,20}(?:\n|$)/.test(after.slice(0, 22));
}

/** Puts a printed value where the JSON stood. */
export function placeBlock(source: Source, block: string): string {
  if (source.kind === 'whole') return block;
  if (source.kind === 'part') {
    const glue = isGlued(source.after);
    const head = `(JSON as a table, ${countLines(block)} lines${glue ? GLUED : ''})`;
    return `${source.before}${head}\n${block}${glue ? '\n' : ''}${source.after}`;
  }
  const end = block.indexOf('\n');
  const titled = end < 0 ? block + LINES : block.slice(0, end) + LINES + block.slice(end);
  return source.after === '' ? titled : `(JSON as a table, ${countLines(block)} lines)\n${titled}\n${source.after}`;
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** The original text of a packed text, JSON without white space. */
export function decodeText(packed: string): string {
  const lines = packed.split('\n');
  const at = lines.findIndex((line) => PART.test(line));
  if (at < 0) return decodeBlock(packed);
  const [, label = '', size, glued] = PART.exec(lines[at]!)!;
  const block = lines.slice(at + 1, at + 1 + Number(size)).join('\n');
  const last = block.length + lines.slice(0, at + 1).join('\n').length + 1;
  return [...lines.slice(0, at), label].join('\n') + decodeBlock(block) + packed.slice(glued ? last + 1 : last);
}

function decodeBlock(block: string): string {
  const end = block.indexOf('\n');
  const first = end < 0 ? block : block.slice(0, end);
  if (!first.endsWith(LINES)) return printJson(decode(block));
  const value = decode(first.slice(0, -LINES.length) + (end < 0 ? '' : block.slice(end)));
  return value.type === 'array' ? value.items.map((item) => printJson(item)).join('\n') : printJson(value);
}

/** Whether a text is in the notation that JSON is packed into: nobody else may cut it, as its lines explain one another. */
export function isOwnNotation({ text, lines }: Content): boolean {
  if (text.length > LONGEST || !lines.slice(0, FIRST_LINES).some((line) => line.length < 260 && TITLE.test(line)))
    return false;
  try {
    decodeText(text);
    return true;
  } catch {
    return false;
  }
}
