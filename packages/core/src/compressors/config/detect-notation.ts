import type { Notation } from './entries.js';

const SAMPLE_LINES = 240;
const SAMPLE_CHARACTERS = 24_000;
const DASHES = /^\s*(?:- +)*/;
const YAML_KEY = /^(?!\d+:)(?:"[^"\n]{1,200}"|'[^'\n]{1,200}'|[\w.$@/<*~+^-][\w.$@/<>*&(),=~+^ -]{0,200}):(?:\s|$)/;
const YAML_ITEM = /^\s*- +\S|^\s*-$/;
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

interface Counts {
  rows: number;
  comments: number;
  yaml: number;
  nested: number;
  items: number;
  sections: number;
  pairs: number;
  upper: number;
  braces: number;
  settings: number;
  known: number;
  foreign: number;
}

/** Counts sections, pairs and blocks; says whether a list over several rows begins. */
function countShapes(counts: Counts, line: string, bare: string, isKey: boolean): boolean {
  let list = false;
  if (SECTION.test(line)) counts.sections++;
  else if (PAIR.test(line)) {
    counts.pairs++;
    list = /=\s*[[({]\s*(?:#[\s\S]*)?$/.test(line) && counts.known === 0;
    if (/^(?:export )?[A-Z][A-Z0-9_]*=/.test(bare)) counts.upper++;
  } else if (counts.sections > 0 && line !== bare && !isKey) counts.rows--;
  if (BLOCK.test(line)) counts.braces++;
  else if (SETTING.test(line)) counts.settings++;
  return list;
}

function countLines(lines: readonly string[]): Counts {
  const counts: Counts = {
    rows: 0,
    comments: 0,
    yaml: 0,
    nested: 0,
    items: 0,
    sections: 0,
    pairs: 0,
    upper: 0,
    braces: 0,
    settings: 0,
    known: 0,
    foreign: 0,
  };
  let room = SAMPLE_CHARACTERS;
  let skipDeeper = -1;
  let inList = false;
  for (let row = 0; row < lines.length && counts.rows < SAMPLE_LINES && room > 0 && row < 8 * SAMPLE_LINES; row++) {
    const line = (lines[row] ?? '').slice(0, 400).trimEnd();
    const bare = line.trimStart();
    room -= line.length;
    if (inList) {
      inList = !/^[\])}]/.test(bare) && !SECTION.test(line);
      continue;
    }
    if (/^(?:#|;)/.test(bare)) counts.comments++;
    if (bare === '' || /^(?:#|;|\/\/|---$|\}|\]|\*)/.test(bare)) continue;
    const indent = line.length - bare.length;
    if (skipDeeper >= 0 && indent > skipDeeper) continue;
    skipDeeper = -1;
    counts.rows++;
    if (FOREIGN.test(line)) counts.foreign++;
    const key = YAML_KEY.test(line.replace(DASHES, ''));
    if (key || YAML_ITEM.test(line)) {
      counts.yaml++;
      if (key && indent > 0) counts.nested++;
      if (key && bare.startsWith('- ')) counts.items++;
      if (/:\s*(?:[&!][^\s:]+\s+)?[|>][+-]?\d?\s*(?:#[\s\S]*)?$/.test(line)) skipDeeper = indent;
    }
    inList = countShapes(counts, line, bare, key);
    if (HCL.test(line)) counts.known++;
  }
  return counts;
}

/** The notation of a configuration file by a bounded sample of its lines, and how sure that is, 0 to 1. */
export function detectNotation(lines: readonly string[]): { notation: Notation | undefined; score: number } {
  const none = { notation: undefined, score: 0 };
  const first = lines.find((line) => line.trim() !== '')?.trimStart() ?? '';
  if (/^[{<]|^\[\s*(?:[{["\d]|$)/.test(first)) return none;
  if (lines.some((line) => FRAME.test(line))) return none;
  const c = countLines(lines);
  if (c.rows < 5 || c.foreign > 0.04 * c.rows) return none;
  const sure = (share: number): number => 0.5 + 0.22 * Math.min(1, share);
  if (c.known > 0 && c.braces > 0 && (c.braces + c.settings + c.pairs) / c.rows > 0.6)
    return { notation: 'braces', score: sure(1) };
  if (c.sections > 0 && (c.sections + c.pairs) / c.rows > 0.6)
    return { notation: 'sections', score: sure((c.sections + c.pairs) / c.rows) };
  if (c.pairs === c.rows && c.upper / c.rows > 0.7) return { notation: 'sections', score: 0.6 };
  if (c.pairs === c.rows && c.comments > c.rows && c.comments > 10) return { notation: 'sections', score: 0.4 };
  const shape = c.nested + c.items;
  if (c.yaml / c.rows > 0.8 && shape >= 3 && shape / c.rows > 0.15)
    return { notation: 'yaml', score: sure(c.yaml / c.rows) };
  return none;
}
