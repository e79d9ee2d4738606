import type { Task } from '../../model/compressor.js';
import type { InTurns } from '../../model/in-turns.js';
import { namesPath } from '../../question/names-path.js';
import { readQuery } from '../../question/query-terms.js';
import { rankInTurns } from '../../question/rank-texts.js';
import { type PathKind, pathKind } from '../../reading/path-kind.js';
import type { FilePart, Hunk } from './read-diff.js';
import { countChanges } from './trim-hunk.js';

/** Why a hunk may be told in a few words. */
export type Trivial = 'whitespace' | 'repeated';
export interface WeighedHunk {
  readonly hunk: Hunk;
  readonly added: number;
  readonly removed: number;
  readonly score: number;
  /** 0 to 1: how well it fits the question, compared with the best of the diff. */
  readonly fit: number;
  readonly trivial: Trivial | undefined;
  /** It changes a line with a name or value of the question that only a few hunks have. */
  readonly says: boolean;
}
export interface WeighedFile {
  readonly file: FilePart;
  readonly kind: PathKind;
  /** The question names the file. */
  readonly named: boolean;
  /** Tests, docs, lock files and the like, when the question is not about them. */
  readonly aside: boolean;
  /** Lines added and removed. */
  readonly changed: number;
  readonly hunks: readonly WeighedHunk[];
}

const WEIGHT: Record<PathKind, number> = {
  source: 1,
  test: 0.55,
  docs: 0.45,
  generated: 0.1,
  vendored: 0.15,
  lock: 0.05,
};
const ASKS: readonly (readonly [PathKind, RegExp])[] = [
  ['test', /\b(?:tests?|specs?|coverage|fixtures?)\b/i],
  [
    'docs',
    /\b(?:docs?|documentation|readme|changelog|history|releases?|release notes?|comments?|upgrad\w*|what(?:'s| is) new)\b/i,
  ],
  ['lock', /\b(?:lock ?files?|package-lock|dependenc(?:y|ies)|versions?|upgrad\w*|bump\w*)\b/i],
];
const ASKS_LAYOUT = /\b(?:white ?space|indent\w*|format\w*|style|tabs?|spaces|line endings?|every|all changes)\b/i;
const FEW_HUNKS = 3;
const SCORED_CHARACTERS = 6000;

/** Weighs every hunk of a diff against the question. */
export function* weighHunks(files: readonly FilePart[], task: Task): InTurns<WeighedFile[]> {
  const terms = readQuery(task.query);
  const hunks = files.flatMap((file) =>
    file.hunks.map((hunk) => `${file.path} ${hunk.header} ${hunk.lines.join('\n').slice(0, SCORED_CHARACTERS)}`),
  );
  yield;
  const relevance = yield* rankInTurns(task.query, hunks);
  const asked = new Set(ASKS.filter(([, pattern]) => pattern.test(task.query)).map(([kind]) => kind));
  const literals = rareLiterals(files, [...terms.names, ...terms.values]);
  yield;
  const keepLayout = ASKS_LAYOUT.test(task.query);
  const seen = new Map<string, number>();
  let next = 0;
  const weighedFiles: WeighedFile[] = [];
  for (const file of files) {
    yield;
    const kind = pathKind(file.path);
    const level = namesPath(terms, file.path);
    const named = level >= 2 || (level === 1 && kind === 'source');
    const weight = named || asked.has(kind) ? 1 : WEIGHT[kind];
    const weighed = file.hunks.map((hunk): WeighedHunk => {
      const fit = relevance[next++] ?? 0;
      const trivial = triviality(hunk, seen, keepLayout);
      const says = literals.some((literal) => changes(hunk, literal));
      return {
        hunk,
        ...countChanges(hunk),
        fit,
        trivial,
        says,
        score: (named ? 3 : says ? 2 : 0) + weight * (0.4 + fit) * (trivial ? 0.1 : 1),
      };
    });
    weighedFiles.push({
      file,
      kind,
      named,
      aside: weight < 1,
      hunks: weighed,
      changed: weighed.reduce((sum, { added, removed }) => sum + added + removed, 0),
    });
  }
  return weighedFiles;
}

/** Names and values of the question that only a few hunks change. */
function rareLiterals(files: readonly FilePart[], asked: readonly string[]): string[] {
  const hunks = files.flatMap((file) => file.hunks);
  return asked.slice(0, 16).filter((literal) => {
    if (literal.length < 3) return false;
    const saying = hunks.filter((hunk) => changes(hunk, literal));
    return saying.length > 0 && saying.length <= FEW_HUNKS;
  });
}

/** Whether a hunk changes a line with a word. */
function changes(hunk: Hunk, literal: string): boolean {
  return hunk.lines.some((line) => (line[0] === '+' || line[0] === '-') && line.includes(literal));
}

function triviality(hunk: Hunk, seen: Map<string, number>, keepLayout: boolean): Trivial | undefined {
  if (hunk.range?.starts.length !== 2) return undefined;
  const removed: string[] = [];
  const added: string[] = [];
  for (const line of hunk.lines) {
    if (line[0] === '+') added.push(line.slice(1));
    else if (line[0] === '-') removed.push(line.slice(1));
  }
  const [was, is] = [removed.join('\n'), added.join('\n')];
  if (!keepLayout && was.replace(/\s+/g, '') === is.replace(/\s+/g, '')) return 'whitespace';
  const key = `${was}\n→\n${is}`;
  const times = seen.get(key) ?? 0;
  seen.set(key, times + 1);
  return times >= 2 ? 'repeated' : undefined;
}
