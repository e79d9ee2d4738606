import type { Task } from '../../model/compressor.js';
import { inputWords, type QueryTerms, readQuery } from '../../reading/query-terms.js';
import { describeVariation, type Variation } from './describe-variation.js';
import { findNamed } from './find-named.js';
import type { Template } from './mine-templates.js';
import { oddRecords } from './odd-records.js';
import type { LogLine } from './read-lines.js';
import type { LogRecord } from './read-records.js';

/** How much of a record is shown: its head, its telling lines too, or all with library frames folded. */
export type Showing = 'head' | 'brief' | 'full';

/** What of a log is shown, and what its templates have in common. */
export interface Choice {
  readonly shown: ReadonlyMap<number, Showing>;
  /** The template of each record. */
  readonly templateOf: readonly Template[];
  readonly variations: ReadonlyMap<Template, Variation>;
}

const ASKS_TIME =
  /\b(?:slow\w*|long(?:er|est)?|took|takes?|durations?|latenc\w+|(?:milli)?seconds?|minutes?|fast\w*|time[sd]?)\b/i;
const TOOK = /(?<![\w.])(\d{1,9}(?:\.\d{1,6})?) ?(ms|s|secs?|seconds?|µs|us|min|minutes?)\b/;
const MILLISECONDS: Readonly<Record<string, number>> = {
  s: 1000,
  sec: 1000,
  secs: 1000,
  second: 1000,
  seconds: 1000,
  µs: 1e-3,
  us: 1e-3,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
};
const RANK: Readonly<Record<Showing, number>> = { head: 1, brief: 2, full: 3 };

class Chooser {
  readonly shown = new Map<number, Showing>();
  readonly templateOf: Template[] = [];
  readonly variations = new Map<Template, Variation>();
  /** Characters spent so far. */
  spent = 0;

  constructor(
    readonly lines: readonly LogLine[],
    readonly records: readonly LogRecord[],
    readonly templates: readonly Template[],
  ) {
    for (const template of templates) for (const member of template.members) this.templateOf[member] = template;
  }

  show(r: number, how: Showing): void {
    const record = this.records[r];
    if (!record || this.isBlank(r)) return;
    const before = this.shown.get(r);
    if (before && RANK[before] >= RANK[how]) return;
    this.shown.set(r, how);
    this.spent += this.cost(record, how) - (before ? this.cost(record, before) : 0);
  }

  isBlank(r: number): boolean {
    const record = this.records[r];
    return !record || !/[\p{L}\p{N}]/u.test(this.lines[record.head]?.body ?? '');
  }

  cost(record: LogRecord, how: Showing): number {
    const indexes =
      how === 'full'
        ? range(record.start, Math.min(record.end, record.start + 60))
        : how === 'brief'
          ? record.essential
          : [record.head];
    let size = 0;
    for (const i of indexes) size += (this.lines[i]?.text.length ?? 0) + 1;
    return size;
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** Chooses what a reader of a log needs: failures, summaries, what the question names, one of each kind, both ends. */
export function chooseRecords(
  lines: readonly LogLine[],
  records: readonly LogRecord[],
  templates: readonly Template[],
  task: Task,
): Choice {
  const chooser = new Chooser(lines, records, templates);
  const query = readQuery(`${task.query} ${inputWords(task.input)}`);
  const scale = task.bias * (task.mode === 'aggressive' ? 0.5 : 1);
  for (const template of templates) {
    if (template.members.length >= 3) {
      chooser.variations.set(
        template,
        describeVariation(template.members.map((m) => lines[records[m]?.head ?? 0]?.body ?? '')),
      );
    }
  }
  showFailures(chooser, scale);
  showEnds(chooser);
  showSummaries(chooser, scale);
  const named = findNamed(lines, records, templates, query, scale);
  for (const r of named.exact) chooser.show(r, 'brief');
  for (const r of named.related) chooser.show(r, 'brief');
  for (const r of oddRecords(lines, records, templates).slice(0, Math.max(3, Math.round(12 * scale))))
    chooser.show(r, 'full');
  showExtremes(chooser, query, scale);
  if (ASKS_TIME.test(task.query)) showSlowest(chooser, Math.max(2, Math.round(4 * scale)));
  showWarnings(chooser, scale);
  showRare(chooser, 'notable', 24 * scale);
  const total = lines.reduce((sum, line) => sum + line.text.length + 1, 0);
  fill(chooser, budget(total, task, scale));
  showParents(chooser);
  return chooser;
}

/** Characters to aim at: small logs keep a larger share. */
function budget(total: number, task: Task, scale: number): number {
  if (task.budget !== undefined) return task.budget * 3;
  return Math.max(2000, Math.min(total * 0.15, 16_000)) * scale;
}

function showFailures(chooser: Chooser, scale: number): void {
  const failures = chooser.templates.filter((template) => template.level === 'error');
  const full = Math.max(3, Math.round(10 * scale));
  const most = Math.max(12, Math.round(60 * scale));
  let extra = Math.round(16 * scale);
  failures.forEach((template, nth) => {
    const [first = 0] = template.members;
    const crowded = nth >= most * 0.7 && nth < failures.length - most * 0.3;
    if (crowded) return;
    chooser.show(first, nth < full ? 'full' : 'brief');
    const seen = new Set([chooser.lines[chooser.records[first]?.head ?? 0]?.body]);
    for (const member of template.members.slice(1)) {
      const body = chooser.lines[chooser.records[member]?.head ?? 0]?.body;
      if (extra <= 0 || seen.size > (template.members.length > 12 ? 1 : 3) || seen.has(body)) continue;
      seen.add(body);
      extra -= 1;
      chooser.show(member, 'brief');
    }
    const last = template.members.at(-1) ?? first;
    if (template.members.length > 3) chooser.show(last, 'head');
  });
}

function showEnds(chooser: Chooser): void {
  const filled = chooser.records.map((_, r) => r).filter((r) => !chooser.isBlank(r));
  for (const r of [...filled.slice(0, 2), ...filled.slice(-3)]) chooser.show(r, 'head');
}

function showSummaries(chooser: Chooser, scale: number): void {
  const summaries = chooser.templates
    .filter((template) => template.level === 'summary')
    .flatMap(({ members }) => (members.length <= 6 ? members : [members[0] ?? 0, members.at(-1) ?? 0]))
    .sort((a, b) => a - b);
  const most = Math.max(8, Math.round(30 * scale));
  const kept = summaries.length <= most ? summaries : [...summaries.slice(0, 5), ...summaries.slice(-(most - 5))];
  for (const r of kept) chooser.show(r, 'head');
}

function showExtremes(chooser: Chooser, { wants, words }: QueryTerms, scale: number): void {
  let odd = Math.round(10 * scale);
  for (const [template, variation] of chooser.variations) {
    for (const rare of variation.rare) if (odd-- > 0) chooser.show(template.members[rare] ?? -1, 'head');
  }
  let room = Math.round(6 * scale) + (wants.has('max') || wants.has('min') ? 6 : 0);
  for (const [template, variation] of chooser.variations) {
    for (const extreme of variation.extremes) {
      if (room <= 0) return;
      const asked = words.some((word) => extreme.name.toLowerCase().includes(word));
      const wanted = asked || (wants.has('max') && extreme.numbers >= 4);
      if (wanted || (extreme.ratio >= 4 && extreme.numbers >= 8)) {
        chooser.show(template.members[extreme.max] ?? -1, 'head');
        room -= 1;
      }
      if (asked || wants.has('min')) {
        chooser.show(template.members[extreme.min] ?? -1, 'head');
        room -= 1;
      }
    }
  }
}

/** The lines with the longest times in them, whatever shape they have. */
function showSlowest(chooser: Chooser, most: number): void {
  const timed = chooser.records.flatMap(({ head }, r) => {
    const body = chooser.lines[head]?.body ?? '';
    const found = TOOK.exec(body.length > 400 ? body.slice(0, 400) : body);
    return found ? [{ r, ms: Number(found[1]) * (MILLISECONDS[found[2] ?? ''] ?? 1) }] : [];
  });
  timed.sort((a, b) => b.ms - a.ms || a.r - b.r);
  for (const { r } of timed.slice(0, most)) {
    chooser.show(r, 'head');
    chooser.show(r - 1, 'head');
  }
}

function showWarnings(chooser: Chooser, scale: number): void {
  const warnings = chooser.templates.filter((template) => template.level === 'warning');
  const most = Math.max(4, Math.round(14 * scale));
  const byCount = [...warnings].sort((a, b) => b.members.length - a.members.length);
  const chosen = warnings.length <= most ? warnings : [...warnings.slice(0, most / 2), ...byCount.slice(0, most / 2)];
  for (const template of chosen) chooser.show(template.members[0] ?? -1, 'brief');
}

function showRare(chooser: Chooser, level: string, most: number): void {
  const rare = chooser.templates.filter((template) => template.level === level && template.members.length <= 3);
  const chosen = rare.length <= most ? rare : spread(rare, most);
  const all = chosen.flatMap(({ members }) => members);
  for (const r of all.length <= most ? all : chosen.flatMap(({ members: [first = -1] }) => first))
    chooser.show(r, 'head');
}

function spread<T>(items: readonly T[], most: number): T[] {
  const step = items.length / Math.max(1, most);
  return Array.from({ length: Math.min(items.length, Math.floor(most)) }, (_, i) => items[Math.floor(i * step)] as T);
}

/** Fills what is left of the budget: one of each frequent kind, headings, rare lines, then what stands around failures. */
function fill(chooser: Chooser, limit: number): void {
  const hidden = chooser.templates.filter(
    (template) => !template.members.some((m) => chooser.shown.has(m)) && !chooser.isBlank(template.members[0] ?? -1),
  );
  const frequent = hidden
    .filter((template) => template.members.length > 3)
    .sort((a, b) => b.members.length - a.members.length);
  for (const [nth, template] of frequent.entries()) {
    if (chooser.spent > limit && nth >= 5) break;
    chooser.show(template.members[0] ?? -1, 'head');
  }
  const rare = hidden.filter((template) => template.members.length <= 3);
  const headings = rare.filter((template) => template.level === 'heading');
  const others = rare.filter((template) => template.level !== 'heading' && template.level !== 'pass');
  const around = failureNeighbours(chooser);
  for (const r of around) if (chooser.spent <= limit) chooser.show(r, 'head');
  for (const group of [headings, others]) {
    const all = group.flatMap((template) => template.members);
    const size = all.reduce((sum, r) => sum + (chooser.records[r] ? chooser.cost(chooser.records[r], 'head') : 0), 0);
    const room = Math.max(0, limit - chooser.spent);
    const chosen =
      size <= room
        ? all
        : spread(
            all.sort((a, b) => a - b),
            Math.floor((all.length * room) / Math.max(1, size)),
          );
    for (const r of chosen) if (chooser.spent <= limit) chooser.show(r, 'head');
  }
}

/** What was said just before and after the first failures. */
function failureNeighbours(chooser: Chooser): number[] {
  const found: number[] = [];
  for (const template of chooser.templates) {
    const [first = 0] = template.members;
    const record = chooser.records[first];
    if (template.level !== 'error' || !record || record.section || !chooser.lines[record.head]?.stamped) continue;
    found.push(first - 1, first + 1);
    if (found.length >= 8) break;
  }
  return found;
}

/** A shown line that is indented under a heading needs it. */
function showParents(chooser: Chooser): void {
  const byHead = new Map(chooser.records.map((record, r) => [record.head, r]));
  for (const r of [...chooser.shown.keys()]) {
    const record = chooser.records[r];
    if (!record || (record.level !== 'error' && record.level !== 'warning')) continue;
    for (let parent = record.parent, depth = 0; parent >= 0 && depth < 4; depth++) {
      const p = byHead.get(parent);
      if (p === undefined) break;
      chooser.show(p, 'head');
      parent = chooser.records[p]?.parent ?? -1;
    }
  }
}
