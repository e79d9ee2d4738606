import type { LineEdit } from './edit-lines.js';
import { rankTexts } from './rank-texts.js';

/** What to thin, for which question, and how far. */
export interface ThinRequest {
  readonly query: string;
  /** What begins a line comment. Block comments of C are known as well. */
  readonly marks: readonly string[];
  /** 1 for rows that must stay. */
  readonly hits: Uint8Array;
  /** Share of the comments' characters to keep. */
  readonly share: number;
  readonly numberOf: (row: number) => number;
}

/** Rows of one comment that belong together: up to a blank comment row, or one setting that is commented out. */
interface Paragraph {
  readonly from: number;
  to: number;
  readonly group: number;
  readonly isBlock: boolean;
}

const WORTH_ROWS = 2;
const WORTH_CHARACTERS = 90;
const NEAR = 0.6;
const ALWAYS = 4;
const LEAST = 0.12;
const OWNER_CHARACTERS = 200;
const TITLE = /^\s*(?:#{3,}|\/\*{3,}|[#;/*]+ ?[-=*#]{3,})/;
const OFF_SETTING = /^\s*[#;]+ ?[\w.-]+(?: *[=:] *\S|\s+\S+\s*$)/;

/**
 * Leaves out comments that a question is not about and keeps every other line, for texts that are documentation more than code:
 * annotated configuration files, headers.
 */
export function thinComments(lines: readonly string[], request: ThinRequest): LineEdit[] {
  const paragraphs = readParagraphs(lines, request.marks);
  if (paragraphs.length === 0) return [];
  const texts = paragraphs.map(({ from, to }) => {
    const owner = lines.slice(to + 1, to + 3).find((line) => line.trim() !== '') ?? '';
    return `${lines.slice(from, to + 1).join('\n')}\n${owner.slice(0, OWNER_CHARACTERS)}`;
  });
  const kept = choose(lines, paragraphs, rankTexts(request.query, texts), request);
  return cutsOf(lines, paragraphs, kept, request);
}

function readParagraphs(lines: readonly string[], marks: readonly string[]): Paragraph[] {
  const found: Paragraph[] = [];
  let group = 0;
  let inBlock = false;
  let open: Paragraph | undefined;
  for (const [row, line] of lines.entries()) {
    const bare = line.trim();
    const startsBlock: boolean = !inBlock && bare.startsWith('/*') && !/\*\/./.test(bare);
    const isComment = inBlock || startsBlock || marks.some((mark) => bare.startsWith(mark));
    if (!isComment) {
      open = undefined;
      group++;
      continue;
    }
    const isBlock: boolean = inBlock || startsBlock;
    if (startsBlock) open = undefined;
    if (startsBlock) group++;
    const isBlank = /^[#;/*\s]*$/.test(bare);
    const isAlone = !isBlock && OFF_SETTING.test(line);
    if (open && !isAlone) open.to = row;
    else {
      open = { from: row, to: row, group, isBlock };
      found.push(open);
    }
    if (isBlank || isAlone) open = undefined;
    inBlock = isBlock && !bare.endsWith('*/');
    if (isBlock && !inBlock) {
      open = undefined;
      group++;
    }
  }
  return found;
}

function choose(
  lines: readonly string[],
  paragraphs: readonly Paragraph[],
  scores: ArrayLike<number>,
  { hits, share }: ThinRequest,
): Uint8Array {
  const kept = new Uint8Array(paragraphs.length);
  const sizeOf = ({ from, to }: Paragraph) => lines.slice(from, to + 1).reduce((sum, line) => sum + line.length + 1, 0);
  let room = paragraphs.reduce((sum, paragraph) => sum + sizeOf(paragraph), 0) * share;
  const keep = (p: number): void => {
    const paragraph = paragraphs[p];
    if (!paragraph || kept[p]) return;
    kept[p] = 1;
    room -= sizeOf(paragraph);
  };
  for (const [p, { from, to }] of paragraphs.entries())
    if (TITLE.test(lines[from] ?? '') && to - from < 3) kept[p] = 1;
    else if (hits.subarray(from, to + 1).includes(1)) keep(p);
  const order = paragraphs.map((_, p) => p).filter((p) => (scores[p] ?? 0) >= LEAST);
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  for (const [nth, p] of order.entries()) {
    if (room <= 0 && nth >= ALWAYS) break;
    keep(p);
    if ((scores[p] ?? 0) < NEAR) continue;
    for (const beside of [p - 1, p + 1])
      if (paragraphs[beside]?.group === paragraphs[p]?.group && room > 0) keep(beside);
  }
  return kept;
}

function cutsOf(
  lines: readonly string[],
  paragraphs: readonly Paragraph[],
  kept: Uint8Array,
  { marks, numberOf }: ThinRequest,
): LineEdit[] {
  const edits: LineEdit[] = [];
  for (let p = 0; p < paragraphs.length; p++) {
    const first = paragraphs[p]!;
    if (kept[p]) continue;
    let last = p;
    while (!kept[last + 1] && paragraphs[last + 1]?.group === first.group) last++;
    p = last;
    let [from, to] = [first.from, paragraphs[last]!.to];
    const opens = first.isBlock && (lines[from] ?? '').trimStart().startsWith('/*');
    const closes = first.isBlock && (lines[to] ?? '').trimEnd().endsWith('*/');
    if (opens && !closes) from++;
    if (closes && !opens) to--;
    const size = lines.slice(from, to + 1).reduce((sum, line) => sum + line.trim().length, 0);
    if (to - from + 1 < WORTH_ROWS || size < WORTH_CHARACTERS) continue;
    const note = `… lines ${numberOf(from)}-${numberOf(to)} left out`;
    const indent = /^[ \t]*/.exec(lines[from] ?? '')?.[0] ?? '';
    const written = !first.isBlock ? `${marks[0] ?? '#'} ${note}` : opens && closes ? `/* ${note} */` : note;
    edits.push({ from, to, lines: [indent + written] });
  }
  return edits;
}
