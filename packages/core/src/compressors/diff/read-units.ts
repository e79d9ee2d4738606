import type { Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { joinLines, type Lines, stretchOf } from '../../units/folded.js';
import { CORE, type Depth, HEAD, type Piece, type Unit, WHOLE } from '../../units/unit.js';
import type { Gap, Shown, Units, Vote, Voter } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { everyFrame } from '../../units/votes/frame.js';
import { elideRuns } from './elide-run.js';
import { oddContext } from './odd-context.js';
import { pack } from './pack.js';
import { type FilePart, readDiff } from './read-diff.js';
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

/** What a unit of a diff is made of. */
type Source =
  | { readonly kind: 'words'; readonly from: number; readonly to: number }
  | { readonly kind: 'header'; readonly from: number; readonly to: number; readonly file: WeighedFile }
  | { readonly kind: 'hunk'; readonly from: number; readonly file: WeighedFile; readonly weighed: WeighedHunk };

/** Reads a diff: headers of files, their hunks, and the words around them are units. */
export function* readDiffUnits(content: Content, task: Task): InTurns<Units | undefined> {
  const parts = readDiff(content.lines);
  yield;
  const files = yield* weighHunks(
    parts.filter((part): part is FilePart => part.kind === 'file'),
    task,
  );
  if (files.length === 0) return undefined;
  const sources: Source[] = [];
  let [line, next] = [0, 0];
  for (const part of parts) {
    if (part.kind === 'prose') {
      sources.push({ kind: 'words', from: line, to: line + part.lines.length });
      line += part.lines.length;
      continue;
    }
    const file = files[next++]!;
    sources.push({ kind: 'header', from: line, to: line + part.header.length, file });
    line += part.header.length;
    for (const weighed of file.hunks) {
      sources.push({ kind: 'hunk', from: line, file, weighed });
      line += weighed.hunk.lines.length + 1;
    }
  }
  const odd = oddContext(files.flatMap(({ hunks }) => hunks.map(({ hunk }) => hunk)));
  yield;
  return new DiffUnits(content, task, sources, files, odd);
}

class DiffUnits implements Units {
  readonly text: string;
  readonly list: readonly Unit[];
  readonly licence = 'rows';
  readonly counting = 'units';
  readonly asks = 'names';
  readonly keepsAsked = true;
  readonly share = SHARE;
  readonly short = 'unchanged lines around changes';
  readonly also: string;
  readonly voters: readonly Voter[];
  readonly #page: Lines;
  readonly #odd: (line: string) => boolean;

  constructor(
    content: Content,
    private readonly task: Task,
    private readonly sources: readonly Source[],
    files: readonly WeighedFile[],
    odd: (line: string) => boolean,
  ) {
    this.#page = joinLines(content.lines);
    this.text = this.#page.text;
    this.#odd = odd;
    this.list = this.#units();
    const hunks = files.flatMap((file) => file.hunks);
    this.also = `the whole diff is ${sumsOf(hunks)} in ${files.length} ${files.length === 1 ? 'file' : 'files'}`;
    this.voters = [
      everyFrame,
      asked,
      { reason: 'named', most: MOST_NAMED, votes: () => this.#named() },
      { reason: 'small', most: MOST_SMALL, votes: () => this.#small() },
      { reason: 'weight', most: 'room', votes: () => this.#byWeight() },
    ];
  }

  pieces(unit: number, depth: Depth, page: Shown): readonly Piece[] {
    const source = this.sources[unit]!;
    if (source.kind === 'header') return this.#headerLines(source.from, source.to);
    if (source.kind === 'words' || depth === WHOLE) return [this.list[unit]!];
    return this.#hunk(source.from, source, page, depth);
  }

  label(unit: number): string {
    const source = this.sources[unit]!;
    return source.kind === 'words' ? '' : source.file.file.path;
  }

  describe({ members }: Gap): string {
    const byFile = new Map<WeighedFile, WeighedHunk[]>();
    for (const member of members) {
      const source = this.sources[member]!;
      if (source.kind === 'words') continue;
      const hunks = byFile.get(source.file) ?? [];
      byFile.set(source.file, hunks);
      if (source.kind === 'hunk') hunks.push(source.weighed);
    }
    const headers = new Set(
      members.flatMap((member) => {
        const source = this.sources[member]!;
        return source.kind === 'header' ? [source.file] : [];
      }),
    );
    return [...byFile]
      .map(([file, hunks]) => (headers.has(file) ? describeFile(file) : describeHunks(hunks)))
      .join('; ');
  }

  finish(text: string): string {
    return pack(text);
  }

  #units(): Unit[] {
    let header = -1;
    return this.sources.map((source, i): Unit => {
      if (source.kind === 'hunk') {
        const to = source.from + source.weighed.hunk.lines.length + 1;
        return { ...stretchOf(this.#page, source.from, to), parent: header, what: 'hunk' };
      }
      if (source.kind === 'header') header = i;
      const range = stretchOf(this.#page, source.from, source.to);
      if (source.kind === 'words') return { ...range, parent: -1, what: 'line', frame: true };
      return { ...range, parent: -1, what: 'file', ...(source.file.hunks.length === 0 ? { frame: true } : {}) };
    });
  }

  /** The header without the hashes of `index`. */
  #headerLines(from: number, to: number): Piece[] {
    const pieces: Piece[] = [];
    for (let line = from; line < to; line++)
      if (!INDEX.test(this.#page.lines[line]!)) pieces.push(stretchOf(this.#page, line, line + 1));
    return pieces;
  }

  /** The hunks of files that the question names. */
  *#named(): Iterable<Vote> {
    for (const [unit, source] of this.sources.entries())
      if (source.kind === 'hunk' && source.file.named) yield { unit, depth: CORE };
  }

  /** Hunks of few changed lines. */
  *#small(): Iterable<Vote> {
    for (const [unit, source] of this.sources.entries()) {
      if (source.kind !== 'hunk' || isFolded(source.file) || source.weighed.trivial !== undefined) continue;
      if (source.file.kind !== 'lock' && source.weighed.added + source.weighed.removed <= SMALL)
        yield { unit, depth: CORE };
    }
  }

  /** Hunks by weight; whole files of routine, and changes of white space, only when there is nothing else. */
  *#byWeight(): Iterable<Vote> {
    const all = this.sources.flatMap((source, unit) => (source.kind === 'hunk' ? [{ ...source, unit }] : []));
    const telling = all.filter(({ file, weighed }) => !isFolded(file) && weighed.trivial === undefined);
    const order = (telling.length > 0 ? telling : all).sort((a, b) => b.weighed.score - a.weighed.score);
    const isAnswered = order.some(({ file, weighed }) => !file.aside && weighed.fit >= FITS);
    for (const { unit, file, weighed } of order) {
      if (isAnswered && file.aside && weighed.fit < ASIDE_FITS && !weighed.says) continue;
      yield { unit, depth: CORE };
    }
    // Of what does not fit: what it declares.
    for (const { unit, file, weighed } of all.sort((a, b) => b.weighed.score - a.weighed.score))
      if (file.kind !== 'lock' && weighed.trivial === undefined) yield { unit, depth: HEAD };
  }

  #hunk(
    start: number,
    { file, weighed }: { readonly file: WeighedFile; readonly weighed: WeighedHunk },
    page: Shown,
    depth: Depth,
  ): Piece[] {
    const { lines } = weighed.hunk;
    const isAggressive = this.task.mode === 'aggressive';
    const isAsked = (line: number): boolean => page.isAsked(stretchOf(this.#page, start + 1 + line, start + 2 + line));
    const wanted = (line: number): boolean => isAsked(line) || this.#odd(lines[line]!);
    const spans = trimHunk(weighed.hunk, { context: isAggressive ? 0 : 1, wanted });
    const usual =
      Math.max(SHORT_RUN, Math.round((isAggressive ? SHORT_RUN : LONG_RUN) * this.task.bias)) * (file.named ? 3 : 1);
    const longest = depth === HEAD ? DECLARED_RUN : usual;
    const elided = elideRuns(
      lines,
      { longest, ...(depth === HEAD ? { head: 0, tail: 0, declaring: '+' } : {}) },
      isAsked,
    );
    const pieces: Piece[] = [];
    let at = -1;
    for (const { header, from, to } of spans) {
      const isSame = at < 0 && from === 0 && header === weighed.hunk.header;
      const head = stretchOf(this.#page, start + 1 + at, start + 1 + from);
      pieces.push(isSame ? head : { ...head, said: header });
      let line = from;
      for (const { from: first, to: last, note } of elided.filter((run) => run.from >= from && run.to <= to)) {
        pieces.push(stretchOf(this.#page, start + 1 + line, start + 1 + first));
        pieces.push({ ...stretchOf(this.#page, start + 1 + first, start + 1 + last), said: note });
        line = last;
      }
      pieces.push(stretchOf(this.#page, start + 1 + line, start + 1 + to));
      at = to;
    }
    return pieces;
  }
}

function isFolded(file: WeighedFile): boolean {
  return file.aside && FOLDED.has(file.kind) && file.added + file.removed > FOLDED_ABOVE;
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
