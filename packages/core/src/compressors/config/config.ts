import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { meansToEdit, namesFile } from '../../reading/edit-intent.js';
import { applyEdits, withoutOverlaps } from '../../reading/edit-lines.js';
import { atOnce } from '../../reading/in-turns.js';
import { isMarkdown } from '../../reading/is-markdown.js';
import { readListing } from '../../reading/listing.js';
import { markAskedRows } from '../../reading/mark-asked-rows.js';
import { inputWords, readQuery } from '../../reading/query-terms.js';
import { cutComments } from './cut-comments.js';
import { cutEntries } from './cut-entries.js';
import { detectNotation } from './detect-notation.js';
import { type Draft, type Entry, type Notation, settle } from './entries.js';
import { readBraces } from './read-braces.js';
import { readSections } from './read-sections.js';
import { readYaml } from './read-yaml.js';

const SHORTEST = 500;
const WORTH = 0.93;
const KEYS_TOLD = 6;
/** A setting at the left edge, which a change log with its lists of `- 1a2b3c: text` has not. */
const SETTING = /^[\w."'-]+\s*[:=](?:\s|$)|^\[/;
/** A document of settings has more of them than this share of its filled lines. */
const SETTINGS_IN_MARKDOWN = 0.15;
const READERS: Readonly<Record<Notation, (lines: readonly string[]) => Draft[]>> = {
  yaml: readYaml,
  sections: readSections,
  braces: readBraces,
};

/**
 * Shortens YAML, TOML, INI, properties, nginx and HCL: of many entries of one kind those stay that the question names,
 * the first, the last and the odd ones; the others are counted and named. Nesting stays valid.
 */
export function config(): Compressor {
  return {
    name: 'config',
    match(content) {
      if (content.text.length < 40) return 0;
      const { lines } = readListing(content.lines);
      if (isMarkdown(lines) && shareOfSettings(lines) < SETTINGS_IN_MARKDOWN) return 0;
      return detectNotation(lines).score;
    },
    compress: (content, task) => atOnce(compress(content, task)),
    inTurns: compress,
  };
}

function shareOfSettings(lines: readonly string[]): number {
  const filled = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return filled.filter((line) => SETTING.test(line.slice(0, 200))).length / Math.max(1, filled.length);
}

function* compress(content: Content, task: Task): InTurns<Shorter | undefined> {
  if (task.mode === 'lossless' || content.text.length < SHORTEST) return undefined;
  const listing = readListing(content.lines);
  const { notation } = detectNotation(listing.lines);
  if (!notation) return undefined;
  if (meansToEdit(task.query) && namesFile(task.query, pathIn(task.input))) return undefined;
  yield;
  const roots = READERS[notation](listing.lines);
  yield;
  settle(roots, listing.lines, -1);
  yield;
  const terms = readQuery(task.query);
  const hits = markAskedRows(terms, listing.lines, listing.source);
  yield;
  if (notation === 'yaml') keepAnchors(hits, listing.lines);
  const scale = task.bias * (task.mode === 'aggressive' ? 0.5 : 1);
  const choice = { lines: listing.lines, hits, terms, question: task.query, scale };
  const comment = commentOf(listing.lines);
  yield;
  const entries = yield* cutEntries(roots as readonly Entry[], choice, comment, listing.numberOf);
  yield;
  const comments = cutComments(listing.lines, hits, listing.numberOf);
  yield;
  const edits = withoutOverlaps([...entries, ...comments], listing.lines.length);
  const { shown } = applyEdits(listing, edits);
  if (edits.length === 0 || shown.length > WORTH * content.text.length) return undefined;
  const rows = edits.reduce((sum, edit) => sum + edit.to - edit.from + 1, 0);
  const summary = `${rows} of ${listing.lines.length} lines${tallyOf(entries.flatMap((cut) => cut.entries))}`;
  return { kind: 'trimmed', licence: 'rows', text: shown, omitted: { summary, comment } };
}

/** How many entries went and which keys they had, so that a question for a count can be answered. */
function tallyOf(gone: readonly Entry[]): string {
  if (gone.length === 0) return '';
  const counts = new Map<string, number>();
  for (const entry of gone)
    for (const child of entry.children)
      if (child.key !== '' && child.key.length < 32) counts.set(child.key, (counts.get(child.key) ?? 0) + 1);
  const common = [...counts]
    .filter(([, count]) => count > 1 && count < gone.length)
    .sort((a, b) => b[1] - a[1])
    .slice(0, KEYS_TOLD);
  const keys = common.length > 0 ? ` (of them ${common.map(([key, count]) => `${count} with ${key}`).join(', ')})` : '';
  return `: ${gone.length} ${gone.length === 1 ? 'entry' : 'entries'} like the ones kept${keys}`;
}

/** Anchors that an alias refers to must stay where they are. */
function keepAnchors(hits: Uint8Array, lines: readonly string[]): void {
  const used = new Set<string>();
  for (const line of lines)
    for (const match of line.slice(0, 400).matchAll(/(?:^|[\s[,])\*([\w.-]+)/g)) used.add(match[1] ?? '');
  if (used.size === 0) return;
  for (const [row, line] of lines.entries()) {
    const anchor = /(?:^|\s)&([\w.-]+)/.exec(line.slice(0, 400))?.[1];
    if (anchor !== undefined && used.has(anchor)) hits[row] = 1;
  }
}

function commentOf(lines: readonly string[]): string {
  const own = lines.find((line) => /^\s*(?:#|;|\/\/)/.test(line));
  return /^\s*(#|;|\/\/)/.exec(own ?? '')?.[1] ?? '#';
}

function pathIn(input: unknown): string | undefined {
  const path = /[\w@./~+-]+\.\w{1,12}\b/.exec(inputWords(input, 400))?.[0];
  return path;
}
