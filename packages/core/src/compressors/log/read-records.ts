import type { InTurns } from '../../model/in-turns.js';
import { maskFrame } from '../../reading/find-repeats.js';
import { type Level, levelOf } from '../../reading/line-level.js';
import { readFrame } from '../../reading/stack-frame.js';
import type { LogLine } from './read-lines.js';
import { openSection, type Section } from './section-shapes.js';
import { HOLE, templateKey } from './template-key.js';

/** One statement of a log: its first line and whatever belongs to it. */
export interface LogRecord {
  readonly start: number;
  /** Exclusive. Trailing blank lines are part of it. */
  readonly end: number;
  /** The line that says what it is. */
  readonly head: number;
  readonly level: Level;
  /** Equal for records of one shape. */
  readonly key: string;
  /** Lines a short showing must have: the head, the exception, expected and actual. Ascending. */
  readonly essential: readonly number[];
  /** A failing test or a compiler diagnostic with its excerpt. */
  readonly section: boolean;
  /** The heading it stands under, by indentation. */
  readonly parent: number;
}

const PREAMBLE =
  /^(?:In file included from |\s+from .*[:,]$|\S.*: (?:In |At )(?:\S{1,100} ){0,6}(?:function|constructor|destructor|instantiation|top level|lambda|substitution|static|copy)\b.*|In function |\s+inlined from )/;
const DIAGNOSTIC =
  /^(?:[A-Za-z]:)?[^\s:(][^:(]*(?:\(\d+(?:,\d+)?\)|:\d+(?::\d+)?): (?:fatal )?(error|warning|note|remark)\b|^[^\s:]+:\d+:\d+ - (error|warning)|^(?:\S*\/)?(?:ld|cc1plus|collect2|clang|gcc|g\+\+)(?:\.\w+)?: /;
const EXCERPT = /^\s*(?:\d+ ?)?[|+]|^\s*[~^][~^ -]*$|^\s[\s\d]*\|/;
const DETAIL = /(?:^|\s)(?:DETAIL|HINT|STATEMENT|CONTEXT|QUERY|LOCATION): {1,2}/;
const TRACEBACK = /^\s*(?:\+ |\| )*(?:Exception Group )?Traceback \(most recent call last\):/;
const CHAINED = /^(?:During handling of the above exception|The above exception was the direct cause)/;
const CAUSE =
  /^\s*(?:Caused by: |Suppressed: |\.\.\. \d+ (?:more|common frames)|\[cause\]|\[errors\]|(?:Error|Cause)?: caused by)/;
const TELLING =
  /^E {2,}\S|panicked at|^\s*(?:left|right|expected|actual|received|Expected|Received|Actual|Difference|Wanted|Got|want|got)\b.*:|(?:^|[\s.])(?:[A-Z]\w*)?(?:Error|Exception|Failure|Warning|Exit|Interrupt)(?::|$| \[)|^\s*(?:Caused by|SUMMARY|error|fatal)|^\s+[+-] |^\s*--> |^\s*Address 0x|^\S+\.py:\d+: \w/;
/** A frame: another place is another failure. */
const PLACE = /^\s*(?:at|by|from|File|#\d+) /;
const MOST_LINES = 400;

/** What all records of one log share. */
interface Habit {
  /** Nearly every record starts with a time, so a line without one continues the record above it. */
  readonly stamped: boolean;
}

/** Cuts a log into its records. Linear. */
export function* readRecords(lines: readonly LogLine[]): InTurns<LogRecord[]> {
  const bodies = lines.map((line) => line.body);
  const filled = lines.filter((line) => line.body.length > 0);
  const habit = { stamped: filled.filter((line) => line.stamped).length > filled.length * 0.6 };
  const records: LogRecord[] = [];
  const parents: { indent: number; at: number }[] = [];
  for (let at = 0; at < lines.length; ) {
    const record = readRecord(lines, bodies, at, habit, parents);
    records.push(record);
    at = record.end;
    yield;
  }
  return records;
}

function readRecord(
  lines: readonly LogLine[],
  bodies: readonly string[],
  at: number,
  habit: Habit,
  parents: { indent: number; at: number }[],
): LogRecord {
  const section = openSection(lines, at);
  let head = section?.head ?? at;
  let end = section?.end ?? at + 1;
  let level: Level = 'plain';
  if (section) level = sectionLevel(lines, section.head);
  else if (isMemoryReport(lines, bodies, at)) {
    level = 'error';
    while (end < lines.length && lines[end]?.body !== '' && end < at + MOST_LINES) end += 1;
  } else {
    head = skipPreamble(lines, at);
    level = levelOf(lines[head]?.body ?? '');
    end = attached(lines, bodies, head, level, habit);
  }
  while (end < lines.length && lines[end]?.body === '') end += 1;
  const parent = parentOf(lines, head, parents);
  const essential = [
    ...new Set([
      head,
      ...(level === 'error' ? opening(lines, section, head, end) : []),
      ...telling(lines, at, head, end),
      ...ownFrames(bodies, head + 1, end),
    ]),
  ];
  essential.sort((a, b) => a - b);
  if (level !== 'error' && level !== 'warning' && hasTrace(bodies, head + 1, end)) level = 'error';
  return {
    start: at,
    end,
    head,
    level,
    key: keyOf(lines, head, essential, level),
    essential,
    section: section !== undefined,
    parent,
  };
}

/** A paragraph of valgrind: a title and frames under it. */
function isMemoryReport(lines: readonly LogLine[], bodies: readonly string[], at: number): boolean {
  const line = lines[at];
  return line !== undefined && line.body !== '' && /^==\d+==/.test(line.text) && hasTrace(bodies, at + 1, at + 4);
}

function sectionLevel(lines: readonly LogLine[], head: number): Level {
  return /^(?:warning|note)\b/.test(lines[head]?.body ?? '') ? 'warning' : 'error';
}

function skipPreamble(lines: readonly LogLine[], at: number): number {
  let head = at;
  while (head < at + 30 && head + 1 < lines.length && PREAMBLE.test(lines[head]?.body ?? '')) head += 1;
  return head > at && DIAGNOSTIC.test(lines[head]?.body ?? '') ? head : at;
}

function hasTrace(bodies: readonly string[], from: number, to: number): boolean {
  for (let i = from; i < Math.min(to, from + 6); i++) if (readFrame(bodies, i)) return true;
  return false;
}

/** The end of what belongs to the record that starts at `head`. */
function attached(
  lines: readonly LogLine[],
  bodies: readonly string[],
  head: number,
  level: Level,
  habit: Habit,
): number {
  const first = lines[head];
  if (!first || first.body === '') return head + 1;
  if (TRACEBACK.test(first.body)) return endOfTraceback(lines, head);
  const diagnostic = DIAGNOSTIC.test(first.body);
  const serious = level === 'error' || level === 'warning' || level === 'notable';
  let end = head + 1;
  while (end < lines.length && end < head + MOST_LINES) {
    const line = lines[end];
    if (!line) break;
    const { body, stamped } = line;
    const frame = readFrame(bodies, end);
    if (frame) end = Math.min(frame.end, lines.length);
    else if (body === '' && bridgesGap(lines[end + 1], habit)) end += 1;
    else if (body === '') break;
    else if (serious && TRACEBACK.test(body)) end = endOfTraceback(lines, end);
    else if (habit.stamped && first.stamped && !stamped && openSection(lines, end) === undefined) end += 1;
    else if (diagnostic ? continuesDiagnostic(body) : continues(line, first, serious)) end += 1;
    else break;
  }
  return end;
}

/** An empty line does not end a record when this line after it is still part of it. */
function bridgesGap(next: LogLine | undefined, habit: Habit): boolean {
  if (!next || next.body === '') return false;
  return (habit.stamped && !next.stamped) || /^goroutine \d+ \[/.test(next.body) || CHAINED.test(next.body);
}

function continuesDiagnostic(body: string): boolean {
  return EXCERPT.test(body) || (/^\s/.test(body) && !PREAMBLE.test(body)) || / (?:note|remark): /.test(body);
}

function continues(line: LogLine, first: LogLine, serious: boolean): boolean {
  if (DETAIL.test(line.body.slice(0, 160))) return true;
  if (CAUSE.test(line.body)) return true;
  if (/^goroutine \d+ \[/.test(line.body)) return true;
  if (!serious || line.indent <= first.indent) return false;
  const level = levelOf(line.body);
  return level === 'plain' || level === 'notable' || level === 'info';
}

/** Ends after the exception's message and after the tracebacks chained to it. */
function endOfTraceback(lines: readonly LogLine[], start: number): number {
  let end = endOfOneTraceback(lines, start);
  while (lines[end]?.body === '' && CHAINED.test((lines[end + 1]?.body ?? '').trimStart())) {
    let next = end + 2;
    while (next < end + 5 && lines[next]?.body === '') next += 1;
    if (!TRACEBACK.test(lines[next]?.body ?? '')) break;
    end = endOfOneTraceback(lines, next);
  }
  return end;
}

function endOfOneTraceback(lines: readonly LogLine[], start: number): number {
  const margin = lines[start]?.indent ?? 0;
  const deeper = (line: LogLine | undefined): boolean =>
    line !== undefined && line.body !== '' && line.indent > margin && !line.stamped;
  let end = start + 1;
  while (end < lines.length && deeper(lines[end])) end += 1;
  const message = end;
  while (end < lines.length && end < message + 30) {
    const line = lines[end];
    if (!line || line.body === '' || line.stamped || line.indent < margin) break;
    if (end > message && (levelOf(line.body) === 'error' || /^[-=_]{10,}/.test(line.body))) break;
    end += 1;
  }
  return end;
}

/** The first words of a report under its heading. */
function opening(lines: readonly LogLine[], section: Section | undefined, head: number, end: number): number[] {
  const found: number[] = [];
  if (!section) return found;
  for (let i = head + 1; i < end && found.length < 2; i++) if (/[A-Za-z]/.test(lines[i]?.body ?? '')) found.push(i);
  return found;
}

/** Where in the user's code it happened: the first frames that are no library's. */
function ownFrames(bodies: readonly string[], from: number, to: number): number[] {
  const found: number[] = [];
  for (let i = from; i < Math.min(to, from + 60) && found.length < 4; ) {
    const frame = readFrame(bodies, i);
    if (frame && !frame.library) found.push(frame.innermostLast || frame.end === i + 1 ? i : i + 1);
    i = frame?.end ?? i + 1;
  }
  return found;
}

function telling(lines: readonly LogLine[], start: number, head: number, end: number): number[] {
  const found: number[] = [];
  if (end - head < 2) return found;
  for (let i = start; i < end; i++) {
    if (i !== head && TELLING.test(lines[i]?.body ?? '')) found.push(i);
    if (i !== head && i > start && /panicked at/.test(lines[i - 1]?.body ?? '') && !found.includes(i)) found.push(i);
  }
  return found.length <= 10 ? found : [...found.slice(0, 6), ...found.slice(-4)];
}

function parentOf(lines: readonly LogLine[], head: number, parents: { indent: number; at: number }[]): number {
  const line = lines[head];
  if (!line || line.body === '') return -1;
  if (line.stamped) return -1;
  while (parents.length > 0 && (parents.at(-1)?.indent ?? 0) >= line.indent) parents.pop();
  const parent = line.indent > 0 ? (parents.at(-1)?.at ?? -1) : -1;
  parents.push({ indent: line.indent, at: head });
  return parent;
}

const FLAG =
  /\[(-W[\w=+-]+|[a-z][\w-]*(?:\/[\w-]+)*|[A-Z]+\d+)\]$|\s\s([@a-z][\w@/-]+)$|\b((?:TS|CS|E|W|C|SC|BC)\d{3,5})\b/;

function keyOf(lines: readonly LogLine[], head: number, essential: readonly number[], level: Level): string {
  const { body = '' } = lines[head] ?? {};
  const graded = level === 'error' || level === 'warning';
  if (level === 'warning') {
    const flag = FLAG.exec(body);
    const name = flag?.[1] ?? flag?.[2] ?? flag?.[3];
    if (name) return `warning ${name}`;
  }
  if (level === 'pass') return `pass ${/ok$|PASSED|[✓✔√]|^\s*ok |PASS/.exec(body)?.[0] ?? ''}`;
  let key = `${level} ${templateKey(body, graded)}`;
  if (level === 'error') {
    for (const i of essential) {
      const part = lines[i]?.body ?? '';
      if (i !== head) key += `\n${(PLACE.test(part) ? maskFrame(part) : templateKey(part)).slice(0, 160)}`;
    }
  }
  return key.includes(HOLE) || key.length < 600 ? key : key.slice(0, 600);
}
