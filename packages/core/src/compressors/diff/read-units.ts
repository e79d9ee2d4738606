import type { Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { grouped } from '../../reading/grouped.js';
import { joinLines, type Lines, stretchOf, unitOf } from '../../units/folded.js';
import { CORE, type Depth, HEAD, type Piece, type Stretch, type Unit, WHOLE } from '../../units/unit.js';
import type { Shown, Units, Vote, Voter } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { everyFrame } from '../../units/votes/frame.js';
import { showing } from '../../units/votes/showing.js';
import { elideRuns } from './elide-run.js';
import { oddContext } from './odd-context.js';
import { pack } from './pack.js';
import { type FilePart, type Part, readDiff } from './read-diff.js';
import { trimHunk } from './trim-hunk.js';
import { type WeighedFile, type WeighedHunk, weighHunks } from './weigh-hunks.js';

const FOLDED = new Set(['lock', 'generated', 'vendored']);
const FOLDED_ABOVE = 12;
const FITS = 0.5;
const ASIDE_FITS = 0.15;
const SHARE = 1.7;
const LONG_RUN = 100;
const SHORT_RUN = 40;
const MOST_NAMED = 80;
const MOST_PLACES = 12;
/** So few changed lines were changed on purpose, and cost no more than the words that would tell of them. */
const SMALL = 6;
const MOST_SMALL = 60;
const DECLARED_RUN = 2;
const INDEX = /^index [0-9a-z.,]{3,200}(?: \d{6})?\r?$/i;

/** Lines that are a unit of a diff: a hunk, the header of a file, or words around files, which have neither. */
interface Source {
  readonly from: number;
  readonly to: number;
  readonly file?: WeighedFile;
  readonly weighed?: WeighedHunk;
}
interface HunkSource extends Source {
  readonly file: WeighedFile;
  readonly weighed: WeighedHunk;
}

/** Reads a diff: headers of files, their hunks, and the words around them are units. */
export function* readDiffUnits({ lines }: Content, task: Task): InTurns<Units | undefined> {
  const parts = readDiff(lines);
  yield;
  const files = yield* weighHunks(
    parts.filter((part): part is FilePart => part.kind === 'file'),
    task,
  );
  if (files.length === 0) return undefined;
  const sources = sourcesOf(parts, files);
  const hunks = files.flatMap((file) => file.hunks);
  const odd = oddContext(hunks.map(({ hunk }) => hunk));
  yield;
  const page = joinLines(lines);
  const list = unitsOf(page, sources);
  return {
    text: page.text,
    list,
    licence: 'rows',
    counting: 'units',
    asks: 'names',
    keepsAsked: true,
    share: SHARE,
    short: 'unchanged lines around changes',
    also: `the whole diff is ${sumsOf(hunks)} in ${files.length} ${files.length === 1 ? 'file' : 'files'}`,
    voters: [everyFrame, asked, ...votersFor(sources)],
    pieces: (unit, depth, shown) => {
      const source = sources[unit]!;
      if (isHunk(source) && depth !== WHOLE) return piecesOfHunk(page, source, { shown, depth, odd, task });
      if (source.file && !isHunk(source)) return piecesOfHeader(page, source);
      return [list[unit]!];
    },
    describe: ({ members }) =>
      [...grouped(members, (member) => sources[member]!.file)]
        .map(([file, some]) => {
          const missing = some.flatMap((member) => sources[member]!.weighed ?? []);
          return missing.length < some.length ? describeFile(file) : describeHunks(missing);
        })
        .join('; '),
    finish: pack,
  };
}

function isHunk(source: Source): source is HunkSource {
  return source.weighed !== undefined;
}

function sourcesOf(parts: readonly Part[], files: readonly WeighedFile[]): Source[] {
  const sources: Source[] = [];
  let [line, next] = [0, 0];
  const add = (length: number, of: Pick<Source, 'file' | 'weighed'>): void => {
    sources.push({ from: line, to: line + length, ...of });
    line += length;
  };
  for (const part of parts) {
    if (part.kind === 'prose') {
      add(part.lines.length, {});
      continue;
    }
    const file = files[next++]!;
    add(part.header.length, { file });
    for (const weighed of file.hunks) add(weighed.hunk.lines.length + 1, { file, weighed });
  }
  return sources;
}

function unitsOf(page: Lines, sources: readonly Source[]): Unit[] {
  let header = -1;
  return sources.map((source, i): Unit => {
    const { from, to, file } = source;
    if (isHunk(source)) return { ...unitOf(page, from, to, 'hunk'), parent: header };
    if (!file) return unitOf(page, from, to, 'line', true);
    header = i;
    return unitOf(page, from, to, 'file', file.hunks.length === 0);
  });
}

function votersFor(sources: readonly Source[]): readonly Voter[] {
  const hunks = sources.flatMap((source, unit) => (isHunk(source) ? [{ ...source, unit }] : []));
  const telling = hunks.filter(({ file, weighed }) => !isFolded(file) && weighed.trivial === undefined);
  const named = hunks.filter(({ file }) => file.named);
  // Hunks of few changed lines.
  const small = telling.filter(({ file, weighed }) => file.kind !== 'lock' && weighed.added + weighed.removed <= SMALL);
  return [
    showing('named', MOST_NAMED, () => named.map(({ unit }) => unit), CORE),
    showing('small', MOST_SMALL, () => small.map(({ unit }) => unit), CORE),
    { reason: 'weight', most: 'room', votes: () => byWeight(hunks, telling) },
  ];
}

type Placed = HunkSource & { readonly unit: number };

/** Hunks by weight; whole files of routine, and changes of white space, only when there is nothing else. */
function* byWeight(all: readonly Placed[], telling: readonly Placed[]): Iterable<Vote> {
  const ordered = (some: readonly Placed[]): Placed[] => [...some].sort((a, b) => b.weighed.score - a.weighed.score);
  const order = ordered(telling.length > 0 ? telling : all);
  const isAnswered = order.some(({ file, weighed }) => !file.aside && weighed.fit >= FITS);
  for (const { unit, file, weighed } of order) {
    if (isAnswered && file.aside && weighed.fit < ASIDE_FITS && !weighed.says) continue;
    yield { unit, depth: CORE };
  }
  // Of what does not fit: what it declares.
  for (const { unit, file, weighed } of ordered(all))
    if (file.kind !== 'lock' && weighed.trivial === undefined) yield { unit, depth: HEAD };
}

/** The header without the hashes of `index`. */
function piecesOfHeader(page: Lines, { from, to }: Source): Piece[] {
  const pieces: Piece[] = [];
  for (let line = from; line < to; line++)
    if (!INDEX.test(page.lines[line]!)) pieces.push(stretchOf(page, line, line + 1));
  return pieces;
}

/** How a hunk is shown. */
interface View {
  readonly shown: Shown;
  readonly depth: Depth;
  readonly odd: (line: string) => boolean;
  readonly task: Task;
}

function piecesOfHunk(page: Lines, { from: start, file, weighed }: HunkSource, view: View): Piece[] {
  const { lines, header: own } = weighed.hunk;
  const isHead = view.depth === HEAD;
  const isAggressive = view.task.mode === 'aggressive';
  const stretch = (from: number, to: number): Stretch => stretchOf(page, start + 1 + from, start + 1 + to);
  const isAsked = (line: number): boolean => view.shown.isAsked(stretch(line, line + 1));
  const wanted = (line: number): boolean => isAsked(line) || view.odd(lines[line]!);
  const spans = trimHunk(weighed.hunk, isAggressive ? 0 : 1, wanted);
  const usual = Math.max(SHORT_RUN, Math.round((isAggressive ? SHORT_RUN : LONG_RUN) * view.task.bias));
  const longest = isHead ? DECLARED_RUN : usual * (file.named ? 3 : 1);
  const elided = elideRuns(lines, { longest, onlyDeclared: isHead }, isAsked);
  const pieces: Piece[] = [];
  let at = -1;
  for (const { header, from, to } of spans) {
    const isSame = at < 0 && from === 0 && header === own;
    pieces.push({ ...stretch(at, from), ...(isSame ? {} : { said: header }) });
    let line = from;
    for (const { from: first, to: last, note } of elided.filter((run) => run.from >= from && run.to <= to)) {
      pieces.push(stretch(line, first), { ...stretch(first, last), said: note });
      line = last;
    }
    pieces.push(stretch(line, to));
    at = to;
  }
  return pieces;
}

function isFolded(file: WeighedFile): boolean {
  return file.aside && FOLDED.has(file.kind) && file.changed > FOLDED_ABOVE;
}

function sumsOf(hunks: readonly WeighedHunk[]): string {
  return `+${hunks.reduce((sum, { added }) => sum + added, 0)} -${hunks.reduce((sum, { removed }) => sum + removed, 0)}`;
}

/** `package-lock.json +1203 -998`, with what its header says beyond the name. */
function describeFile(file: WeighedFile): string {
  const facts = file.file.header.flatMap((raw) => {
    const line = raw.trimEnd();
    if (line.startsWith('new file')) return ['new file'];
    if (line.startsWith('deleted file')) return ['deleted'];
    if (line.startsWith('rename from ')) return [`renamed from ${line.slice(12)}`];
    if (line.startsWith('copy from ')) return [`copied from ${line.slice(10)}`];
    return /^(?:old|new) mode /.test(line) ? [line] : [];
  });
  const trivial = file.hunks.every((hunk) => hunk.trivial === 'whitespace') ? ['white space only'] : [];
  const said = [...facts, ...trivial];
  return `${file.file.path} ${sumsOf(file.hunks)}${said.length > 0 ? ` (${said.join(', ')})` : ''}`;
}

/** `+3 -1 at lines 12, 40; white space only at line 90`. */
function describeHunks(missing: readonly WeighedHunk[]): string {
  const groups = (['whitespace', 'repeated', undefined] as const)
    .map((trivial) => [trivial, missing.filter((hunk) => hunk.trivial === trivial)] as const)
    .filter(([, hunks]) => hunks.length > 0)
    .map(([trivial, hunks]) => {
      const places = hunks.slice(0, MOST_PLACES).map((hunk) => hunk.hunk.range?.starts.at(-1) ?? '?');
      const what =
        trivial === undefined ? '' : trivial === 'whitespace' ? 'white space only ' : 'same change as above ';
      return `${what}at ${hunks.length === 1 ? 'line' : 'lines'} ${places.join(', ')}${hunks.length > MOST_PLACES ? ', …' : ''}`;
    });
  return `${sumsOf(missing)}, ${groups.join(', ')}`;
}
