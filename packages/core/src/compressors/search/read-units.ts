import type { Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { grouped, timesOf } from '../../reading/grouped.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { splitPath } from '../../reading/path-kind.js';
import { joinLines, stretchOf, unitOf } from '../../units/folded.js';
import { type Unit, WHOLE } from '../../units/unit.js';
import type { Gap, Sight, Units, Vote, Voter } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { frame } from '../../units/votes/frame.js';
import { showing } from '../../units/votes/showing.js';
import { pack } from './pack.js';
import { type Hit, type Layout, type Row, readMatches } from './read-matches.js';
import { addressed, type Scored, scoreHits } from './score-hits.js';

const MIN_MATCHES = 12;
const LONGEST = 360;
const SAME_TEXT = 6;
const SHORTEST_TEXT = 4;
const MOST_FILES = 400;
const MOST_NUMBERS = 24;
const GOOD = 0.3;
const SHARE = 1.1;

/** Reads a search output: its matches and the lines around them are units, under the file where the output says files above them. */
export function* readMatchUnits({ lines }: Content, layout: Layout, task: Task): InTurns<Units | undefined> {
  const page = joinLines(lines);
  yield;
  const rows = readMatches(lines, layout);
  yield;
  const shapes = sameTexts(rows);
  yield;
  const list: Unit[] = [];
  const hits: (Hit | undefined)[] = [];
  let heading = -1;
  yield* itemsInTurns(rows, (row) => {
    if (row.kind === 'gap' || row.kind === 'blank') return;
    hits.push(row.kind === 'hit' ? row : undefined);
    if (row.kind === 'heading') heading = list.length;
    if (row.kind !== 'hit') {
      list.push(unitOf(page, row.at, row.at + 1, row.kind === 'heading' ? 'file' : 'line', row.kind === 'other'));
      return;
    }
    const isMatch = row.mark === ':';
    const shape = isMatch ? shapes.get(row.text.trim()) : undefined;
    list.push({
      ...stretchOf(page, row.at, row.at + 1),
      parent: heading,
      what: isMatch ? 'match' : 'context line',
      ...(shape === undefined ? {} : { shape }),
    });
  });
  const matches = hits.filter((hit): hit is Hit => hit?.mark === ':');
  if (matches.length < MIN_MATCHES) return undefined;
  const files = new Set(matches.map(({ path }) => path)).size;
  const places = hits.flatMap((hit, unit) => (hit ? [unit] : []));
  const found = places.map((unit) => hits[unit]!);
  yield;
  const scored = yield* scoreHits(found, task);
  yield;
  const isAddressed = addressed(found, scored.scores, task);
  return {
    text: page.text,
    list,
    licence: 'rows',
    counting: 'units',
    told: 'together',
    longest: LONGEST,
    share: SHARE,
    voters: [frame, asked, ...votersOf(hits, places, scored)],
    also: `in all ${matches.length} matches in ${files} ${files === 1 ? 'file' : 'files'}`,
    label: (unit) => hits[unit]?.text ?? '',
    describe: (gap) => placesOf(hits, gap),
    finish: (text) => (layout === 'heading' ? text : pack(readMatches(text.split('\n'), layout), isAddressed)),
  };
}

/** Texts of matches that stand in many places. */
function sameTexts(rows: readonly Row[]): Map<string, number> {
  const matches = rows.filter((row) => row.kind === 'hit' && row.mark === ':' && row.number !== '');
  const texts = matches.map(({ text }) => text.trim());
  const shapes = new Map<string, number>();
  for (const [text, count] of timesOf(texts.filter(({ length }) => length >= SHORTEST_TEXT && length <= LONGEST)))
    if (count >= SAME_TEXT) shapes.set(text, shapes.size);
  return shapes;
}

function votersOf(hits: readonly (Hit | undefined)[], places: readonly number[], { scores, always }: Scored): Voter[] {
  const order = places
    .map((unit, i) => ({ unit, score: scores[i]! }))
    .filter(({ unit, score }) => hits[unit]!.mark === ':' && score > 0)
    .sort((a, b) => b.score - a.score || a.unit - b.unit);
  const best = order[0]?.score ?? 0;
  return [
    showing('definition', 'all', () => always.map((i) => places[i]!)),
    {
      reason: 'weight',
      most: 'room',
      *votes({ list, depth }: Sight): Iterable<Vote> {
        const shown = new Set(list.flatMap(({ shape }, unit) => (shape !== undefined && depth[unit] ? [shape] : [])));
        for (const { unit, score } of order) {
          const { shape } = list[unit]!;
          if (shape !== undefined && shown.has(shape)) continue;
          if (shape !== undefined) shown.add(shape);
          yield { unit, depth: WHOLE };
          if (score >= best * GOOD) for (const near of contextOf(hits, unit)) yield { unit: near, depth: WHOLE };
        }
      },
    },
  ];
}

/** The context lines that touch a match. */
function* contextOf(hits: readonly (Hit | undefined)[], unit: number): Iterable<number> {
  for (const step of [-1, 1]) {
    for (let near = unit + step, last = hits[unit]!; ; near += step) {
      const hit = hits[near];
      if (!hit || hit.mark === ':' || hit.path !== last.path) break;
      if (Math.abs(Number(hit.number) - Number(last.number)) > 1) break;
      yield near;
      last = hit;
    }
  }
}

/** Where the missing matches are, by folder and file: line numbers of a few, else how many. */
function placesOf(hits: readonly (Hit | undefined)[], { members, example }: Gap): string {
  const matches = members.flatMap((member) => (hits[member]?.mark === ':' ? hits[member] : []));
  const files = grouped(matches, ({ path }) => path);
  if (files.size === 0) return '';
  const [only, ...others] = files.values();
  if (others.length === 0 && example === undefined && only!.length <= MOST_NUMBERS && only![0]!.number !== '')
    return `${only!.length === 1 ? 'line' : 'lines'} ${only!.map(({ number }) => number).join(', ')}`;
  const numbered = members.length <= (example === undefined ? MOST_NUMBERS : MOST_FILES);
  const said = (path: string): string => {
    const found = files.get(path)!;
    const numbers = numbered && found[0]!.number !== '' ? found.map(({ number }) => number).join(' ') : found.length;
    return `${splitPath(path).name} ${numbers}`.trim();
  };
  const folders = grouped(files.keys(), (path) => splitPath(path).dir);
  const some = [...folders].slice(0, MOST_FILES).map(([dir, paths]) => {
    const names = paths.map(said);
    if (files.size > MOST_FILES && names.length > 3) return `${dir || './'}: in ${names.length} files`;
    if (names.length <= 2) return names.map((name) => dir + name).join(', ');
    return dir === '' ? names.join(', ') : `${dir}: ${names.join(', ')}`;
  });
  return `${numbered ? 'line numbers' : 'matches per file'}: ${some.join('; ')}`;
}
