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
/** What to do about it, to the end of the paragraph. */
const HELP = /^\s*(?:= )?help: /;
const MOST_HELP = 8;
/** A frame: another place is another failure. */
const PLACE = /^\s*(?:at|by|from|File|#\d+) /;
const MOST_LINES = 400;

const FLAG =
  /\[(-W[\w=+-]+|[a-z][\w-]*(?:\/[\w-]+)*|[A-Z]+\d+)\]$|\s\s([@a-z][\w@/-]+)$|\b((?:TS|CS|E|W|C|SC|BC)\d{3,5})\b/;

/** Cuts a log into its records. Linear. */
export function* readRecords(lines: readonly LogLine[]): InTurns<LogRecord[]> {
  const reader = new RecordReader(lines);
  const records: LogRecord[] = [];
  for (let at = 0; at < lines.length; at = records.at(-1)!.end) {
    records.push(reader.recordAt(at));
    yield;
  }
  return records;
}

class RecordReader {
  readonly #bodies: readonly string[];
  /** Nearly every record starts with a time, so a line without one continues the record above it. */
  readonly #isStamped: boolean;
  /** The lines that the current one stands under, by their indentation. */
  readonly #parents: { readonly indent: number; readonly at: number }[] = [];

  constructor(private readonly lines: readonly LogLine[]) {
    this.#bodies = lines.map(({ body }) => body);
    const filled = lines.filter(({ body }) => body !== '');
    this.#isStamped = filled.filter(({ stamped }) => stamped).length > filled.length * 0.6;
  }

  recordAt(start: number): LogRecord {
    const section = openSection(this.lines, start);
    const isReport = !section && this.#isMemoryReport(start);
    const head = section?.head ?? (isReport ? start : this.#skipPreamble(start));
    let level = this.#levelAt(head, section, isReport);
    let end = section?.end ?? (isReport ? this.#endOfParagraph(start) : this.#attached(head, level));
    while (this.#body(end) === '' && end < this.lines.length) end += 1;
    const parent = this.#parentOf(head);
    const found = [
      head,
      ...(section?.isWhole ? Array.from({ length: end - head }, (_, i) => head + i) : []),
      ...(level === 'error' && section ? this.#opening(head, end) : []),
      ...this.#telling(start, head, end),
      ...this.#ownFrames(head + 1, end),
    ];
    const essential = [...new Set(found)].sort((a, b) => a - b);
    if (level !== 'error' && level !== 'warning' && this.#hasTrace(head + 1, end)) level = 'error';
    return {
      start,
      end,
      head,
      level,
      key: this.#keyOf(head, essential, level),
      essential,
      parent,
    };
  }

  #body(line: number): string {
    return this.#bodies[line] ?? '';
  }

  #levelAt(head: number, section: Section | undefined, isReport: boolean): Level {
    if (section) return /^(?:warning|note)\b/.test(this.#body(head)) ? 'warning' : 'error';
    return isReport ? 'error' : levelOf(this.#body(head));
  }

  /** A paragraph of valgrind: a title and frames under it. */
  #isMemoryReport(at: number): boolean {
    return this.#body(at) !== '' && /^==\d+==/.test(this.lines[at]!.text) && this.#hasTrace(at + 1, at + 4);
  }

  #endOfParagraph(start: number): number {
    let end = start + 1;
    while (this.#body(end) !== '' && end < start + MOST_LINES) end += 1;
    return end;
  }

  #skipPreamble(at: number): number {
    let head = at;
    while (head < at + 30 && head + 1 < this.lines.length && PREAMBLE.test(this.#body(head))) head += 1;
    return head > at && DIAGNOSTIC.test(this.#body(head)) ? head : at;
  }

  #hasTrace(from: number, to: number): boolean {
    for (let i = from; i < Math.min(to, from + 6); i++) if (readFrame(this.#bodies, i)) return true;
    return false;
  }

  /** The end of what belongs to the record that starts at `head`. */
  #attached(head: number, level: Level): number {
    const { lines } = this;
    const first = lines[head]!;
    if (first.body === '') return head + 1;
    if (TRACEBACK.test(first.body)) return this.#endOfTraceback(head);
    const isDiagnostic = DIAGNOSTIC.test(first.body);
    const isSerious = level === 'error' || level === 'warning' || level === 'notable';
    let end = head + 1;
    while (end < lines.length && end < head + MOST_LINES) {
      const line = lines[end]!;
      const { body, stamped } = line;
      const frame = readFrame(this.#bodies, end);
      if (frame) end = Math.min(frame.end, lines.length);
      else if (body === '' && this.#bridgesGap(lines[end + 1])) end += 1;
      else if (body === '') break;
      else if (isSerious && TRACEBACK.test(body)) end = this.#endOfTraceback(end);
      else if (this.#isStamped && first.stamped && !stamped && openSection(lines, end) === undefined) end += 1;
      else if (isDiagnostic ? continuesDiagnostic(body) : continues(line, first, isSerious)) end += 1;
      else break;
    }
    return end;
  }

  /** An empty line does not end a record when this line after it is still part of it. */
  #bridgesGap(next: LogLine | undefined): boolean {
    if (!next || next.body === '') return false;
    return (this.#isStamped && !next.stamped) || /^goroutine \d+ \[/.test(next.body) || CHAINED.test(next.body);
  }

  /** Ends after the exception's message and after the tracebacks chained to it. */
  #endOfTraceback(start: number): number {
    let end = this.#endOfOneTraceback(start);
    while (this.#bodies[end] === '' && CHAINED.test(this.#body(end + 1).trimStart())) {
      let next = end + 2;
      while (next < end + 5 && this.#bodies[next] === '') next += 1;
      if (!TRACEBACK.test(this.#body(next))) break;
      end = this.#endOfOneTraceback(next);
    }
    return end;
  }

  #endOfOneTraceback(start: number): number {
    const { lines } = this;
    const margin = lines[start]!.indent;
    let end = start + 1;
    while (this.#body(end) !== '' && lines[end]!.indent > margin && !lines[end]!.stamped) end += 1;
    const message = end;
    for (; this.#body(end) !== '' && end < message + 30; end++) {
      const { body, stamped, indent } = lines[end]!;
      if (stamped || indent < margin) break;
      if (end > message && (levelOf(body) === 'error' || /^[-=_]{10,}/.test(body))) break;
    }
    return end;
  }

  /** The first words of a report under its heading. */
  #opening(head: number, end: number): number[] {
    const found: number[] = [];
    for (let i = head + 1; i < end && found.length < 2; i++) if (/[A-Za-z]/.test(this.#body(i))) found.push(i);
    return found;
  }

  /** Where in the user's code it happened: the first frames that are no library's. */
  #ownFrames(from: number, to: number): number[] {
    const found: number[] = [];
    for (let i = from; i < Math.min(to, from + 60) && found.length < 4; ) {
      const frame = readFrame(this.#bodies, i);
      if (frame && !frame.library) found.push(frame.innermostLast || frame.end === i + 1 ? i : i + 1);
      i = frame?.end ?? i + 1;
    }
    return found;
  }

  #telling(start: number, head: number, end: number): number[] {
    if (end - head < 2) return [];
    const found: number[] = [];
    for (let i = start; i < end; i++) {
      if (i === head) continue;
      if (HELP.test(this.#body(i))) {
        for (; i < end && found.length < MOST_HELP && this.#body(i) !== ''; i++) found.push(i);
        continue;
      }
      if (TELLING.test(this.#body(i)) || (i > start && /panicked at/.test(this.#body(i - 1)))) found.push(i);
    }
    return found.length <= 10 ? found : [...found.slice(0, 6), ...found.slice(-4)];
  }

  #parentOf(head: number): number {
    const { body, stamped, indent } = this.lines[head]!;
    if (body === '' || stamped) return -1;
    while (this.#parents.length > 0 && this.#parents.at(-1)!.indent >= indent) this.#parents.pop();
    const parent = indent > 0 ? (this.#parents.at(-1)?.at ?? -1) : -1;
    this.#parents.push({ indent, at: head });
    return parent;
  }

  #keyOf(head: number, essential: readonly number[], level: Level): string {
    const body = this.#body(head);
    if (level === 'warning') {
      const flag = FLAG.exec(body);
      const name = flag?.[1] ?? flag?.[2] ?? flag?.[3];
      if (name) return `warning ${name}`;
    }
    if (level === 'pass') return `pass ${/ok$|PASSED|[✓✔√]|^\s*ok |PASS/.exec(body)?.[0] ?? ''}`;
    let key = `${level} ${templateKey(body, level === 'error' || level === 'warning')}`;
    for (const i of level === 'error' ? essential : []) {
      const part = this.#body(i);
      if (i !== head) key += `\n${(PLACE.test(part) ? maskFrame(part) : templateKey(part)).slice(0, 160)}`;
    }
    return key.includes(HOLE) || key.length < 600 ? key : key.slice(0, 600);
  }
}

function continuesDiagnostic(body: string): boolean {
  return EXCERPT.test(body) || (/^\s/.test(body) && !PREAMBLE.test(body)) || / (?:note|remark): /.test(body);
}

function continues(line: LogLine, first: LogLine, isSerious: boolean): boolean {
  const { body } = line;
  if (DETAIL.test(body.slice(0, 160)) || CAUSE.test(body) || /^goroutine \d+ \[/.test(body)) return true;
  if (!isSerious || line.indent <= first.indent) return false;
  const level = levelOf(body);
  return level === 'plain' || level === 'notable' || level === 'info';
}
