import { BLOCK_TEXT } from './read-entries.js';

const SAMPLE_LINES = 240;
const SAMPLE_CHARACTERS = 24_000;
const DASHES = /^\s*(?:- +)*/;
const KEY = /^(?!\d+:)(?:"[^"\n]{1,200}"|'[^'\n]{1,200}'|[\w.$@/<*~+^-][\w.$@/<>*&(),=~+^ -]{0,200}):(?:\s|$)/;
const ITEM = /^\s*- +\S|^\s*-$/;
const SECTION = /^\s*\[{1,2}[\w."'$@:/ *-]{1,160}\]{1,2}\s*(?:[#;].*)?$/;
const PAIR = /^\s*(?:export\s+)?(?:"[^"\n]{1,100}"|[\w.$@%/-]{1,100}(?: [\w.-]{1,40}){0,2})\s*=/;
const SETTING = /^\s*[\w.-]+(?:\s+[^\s{};][^{};]*)?;\s*(?:#.*)?$/;
const BLOCK = /^\s*[\w.-]+(?:\s+[^\s{}]+)*\s*\{\s*(?:#.*)?$/;
const HCL =
  /^(?:resource|variable|module|provider|data|output|locals|terraform|http|server|upstream|events|job|source|build)\b[^=]*\{/;
const FOREIGN =
  /^\s*(?:\d{4}-\d\d-\d\d[ T]|\[?\d\d:\d\d:\d\d|at .+\(|File "|diff --git|@@ |def |class |import |from .+ import|func |function |if \(|for \(|while |return\b|const |let |var |public |private |#include|Traceback)|^[^\s:]+:\d+:|^==\d+==|^\s+#\d+ +0x|^=+$|^[^#]*\S {3,}[^\s#][^#]* {3,}[^\s#]/;
/** A frame of a debugger, which looks like a comment, the first line of a calendar or card, and a step of a query plan. */
const FRAME = /^#\d+ {1,2}(?:0x[0-9a-f]+ in )?\S+ \(|^BEGIN:V(?:CALENDAR|CARD)|\(cost=\d+\.\d+\.\.\d/;
const LIST = /=\s*[[({]\s*(?:#[\s\S]*)?$/;
const MOST_FOREIGN = 0.04;

/** How sure it is that a text holds settings, 0 to 1, by a bounded sample of its lines. */
export function looksLikeSettings(lines: readonly string[]): number {
  const first = lines.find((line) => line.trim() !== '')?.trimStart() ?? '';
  if (/^[{<]|^\[\s*(?:[{["\d]|$)/.test(first) || lines.some((line) => FRAME.test(line))) return 0;
  const { rows, comments } = sampleOf(lines);
  const count = (pattern: RegExp): number => rows.filter((row) => pattern.test(row)).length;
  if (rows.length < 5 || count(FOREIGN) > MOST_FOREIGN * rows.length) return 0;
  const [pairs, sections, braces] = [count(PAIR), count(SECTION), count(BLOCK)];
  const sure = (share: number): number => 0.5 + 0.22 * Math.min(1, share);
  if (braces > 0 && count(HCL) > 0 && braces + count(SETTING) + pairs > 0.6 * rows.length) return sure(1);
  if (sections > 0 && sections + pairs > 0.6 * rows.length) return sure((sections + pairs) / rows.length);
  if (pairs === rows.length && count(/^(?:export )?[A-Z][A-Z0-9_]*=/) > 0.7 * rows.length) return 0.6;
  if (pairs === rows.length && comments > Math.max(rows.length, 10)) return 0.4;
  const keyed = rows.filter(isKeyed);
  const nested = [/^\s/, /^\s*- /].reduce((sum, deep) => sum + keyed.filter((row) => deep.test(row)).length, 0);
  const said = rows.filter((row) => isKeyed(row) || ITEM.test(row)).length;
  return said > 0.8 * rows.length && nested >= 3 && nested > 0.15 * rows.length ? sure(said / rows.length) : 0;
}

const isKeyed = (row: string): boolean => KEY.test(row.replace(DASHES, ''));

/** Lines that say something by themselves, and how many comments there are: no lines of a text, list or value that one above begins. */
function sampleOf(lines: readonly string[]): { readonly rows: readonly string[]; readonly comments: number } {
  const rows: string[] = [];
  let [comments, room, text] = [0, SAMPLE_CHARACTERS, Number.POSITIVE_INFINITY];
  let [isList, hasSections, isHcl] = [false, false, false];
  for (const whole of lines.slice(0, 8 * SAMPLE_LINES)) {
    if (rows.length >= SAMPLE_LINES || room <= 0) break;
    const line = whole.slice(0, 400).trimEnd();
    const bare = line.trimStart();
    room -= line.length;
    if (isList) {
      isList = !/^[\])}]/.test(bare) && !SECTION.test(line);
      continue;
    }
    if (/^[#;]/.test(bare)) comments++;
    const indent = line.length - bare.length;
    if (bare === '' || /^(?:#|;|\/\/|---$|\}|\]|\*)/.test(bare) || indent > text) continue;
    text = BLOCK_TEXT.test(line) && isKeyed(line) ? indent : Number.POSITIVE_INFINITY;
    hasSections ||= SECTION.test(line);
    isHcl ||= HCL.test(line);
    isList = !isHcl && !SECTION.test(line) && PAIR.test(line) && LIST.test(line);
    if (hasSections && indent > 0 && !SECTION.test(line) && !PAIR.test(line) && !isKeyed(line)) continue;
    rows.push(line);
  }
  return { rows, comments };
}
