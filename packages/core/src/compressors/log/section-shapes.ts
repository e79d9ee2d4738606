import type { LogLine } from './read-lines.js';

/** A report of several lines that belongs together: a failing test, a compiler diagnostic. */
export interface Section {
  /** Exclusive. */
  readonly end: number;
  readonly head: number;
  /** None of its lines says enough without the others. */
  readonly isWhole?: true;
}

interface Shape {
  readonly start: RegExp;
  /** The first line that is no longer part of it. */
  readonly end: RegExp;
  /** The line after the start must look so. */
  readonly next?: RegExp;
  /** Where the line that names it is, counted from the start. */
  readonly head?: number;
  readonly most?: number;
  /** Its last line is known, is part of it, and must come: such a report is shown as a whole. */
  readonly last?: RegExp;
}

const SHAPES: readonly Shape[] = [
  // unittest
  { start: /^={40,}$/, next: /^(?:ERROR|FAIL): /, end: /^={40,}$|^-{40,}$(?=\n?$)/, head: 1, most: 400 },
  // pytest
  { start: /^_{3,} .{1,200} _{3,}$/, end: /^_{3,} .{1,200} _{3,}$|^={3,} .{1,200} ={3,}$/, most: 600 },
  // cargo test
  {
    start: /^---- .{1,200} std(?:out|err) ----$/,
    end: /^---- .{1,200} std(?:out|err) ----$|^failures:$|^test result: /,
    most: 600,
  },
  // jest
  { start: /^ {2}● \S/, end: /^ {2}● \S|^(?:Test Suites:|PASS |FAIL |Tests: |Summary of all)/, most: 300 },
  // vitest
  { start: /^ FAIL {1,2}\S/, next: /^(?!\s*$)/, end: /^⎯{2,}| FAIL {1,2}\S/, most: 300 },
  // mocha
  { start: /^ {2}\d+\) \S/, next: /^ {2,}\S/, end: /^ {2}\d+\) \S|^\S/, most: 200 },
  // tap
  { start: /^\s*not ok \d+/, next: /^\s+---$/, end: /^\s*\.\.\.$/, most: 200 },
  // node:test
  { start: /^test at \S+:\d+:\d+$/, end: /^test at \S+:\d+:\d+$/, head: 1, most: 200 },
  // go test
  { start: /^\s*--- FAIL: /, end: /^(?:\s*--- |=== |FAIL|PASS|ok |exit status|panic:)/, most: 200 },
  // rustc
  { start: /^(?:error|warning|note)(?:\[\w+\])?: /, next: /^\s*(?:--> |\|)/, end: /^$/, most: 200 },
  // a panic of Rust
  { start: /^thread '[^']*' .*panicked at /, end: /^$|^note: run with|^test /, most: 400 },
  // terraform
  { start: /^╷$/, end: /^╵/, head: 1, most: 100 },
  // webpack
  { start: /^(?:ERROR|WARNING) in \S/, end: /^$/, most: 60 },
  // phpunit
  { start: /^\d+\) \S+::/, end: /^\d+\) \S+::|^(?:FAILURES|ERRORS|WARNINGS|OK)\b|^--$/, most: 100 },
  // googletest
  { start: /^\S+:\d+: Failure$/, end: /^\[ |^\S+:\d+: Failure$/, most: 60 },
  // gradle
  { start: /^\* What went wrong:$/, end: /^\* (?:Try|Get more help)/, most: 40 },
  // the kernel
  {
    start: /^(?:BUG: |Oops: |Unable to handle kernel |general protection fault|-{8,}\[ cut here \])/,
    end: /^-{3}\[ end trace/,
    last: /^-{3}\[ end trace/,
    most: 120,
  },
  // sanitizers
  { start: /^(?:==\d+==)?ERROR: \w+Sanitizer|ERROR: \w+Sanitizer/, end: /^SUMMARY: /, most: 200 },
];

/** Finds the section that starts at a line. */
export function openSection(lines: readonly LogLine[], at: number): Section | undefined {
  const first = lines[at];
  if (!first || !mayOpen(first.body)) return undefined;
  for (const shape of SHAPES) {
    if (!shape.start.test(first.body)) continue;
    if (shape.next && !shape.next.test(lines[at + 1]?.body ?? '')) continue;
    const head = at + (shape.head ?? 0);
    let end = head + 1;
    const limit = Math.min(lines.length, at + (shape.most ?? 200));
    while (end < limit && !shape.end.test(lines[end]?.body ?? '')) {
      end += 1;
    }
    // The rule under the heading of a unittest report is no end.
    if (shape.head === 1 && /^-{40,}$/.test(lines[end]?.body ?? '') && end === head + 1) {
      end += 1;
      while (end < limit && !shape.end.test(lines[end]?.body ?? '')) end += 1;
    }
    if (shape.last && !shape.last.test(lines[end]?.body ?? '')) continue;
    if (shape.last || /^(?:SUMMARY: |\s*\.\.\.$)/.test(lines[end]?.body ?? '')) end += 1;
    return shape.last ? { head, end, isWhole: true } : { head, end };
  }
  return undefined;
}

/** The first letters of all shapes, so that most lines cost nothing. */
function mayOpen(body: string): boolean {
  switch (body.charCodeAt(0)) {
    case 42:
    case 0x2577:
    case 61:
    case 95:
    case 45:
    case 32:
    case 9:
    case 110:
    case 116:
    case 101:
    case 119:
    case 69:
    case 87:
    case 66:
    case 79:
    case 85:
    case 103:
      return true;
    default:
      return body.endsWith(': Failure') || /^\d+\) /.test(body) || body.includes('Sanitizer');
  }
}
