import type { Task } from '../../model/compressor.js';
import type { InTurns } from '../../model/in-turns.js';
import { scaleOf } from '../../units/room.js';
import { select } from '../../units/select.js';
import { type Fault, GONE, WHOLE } from '../../units/unit.js';
import type { Sight, Units, Vote, Voter } from '../../units/units.js';
import { decisive } from '../../units/votes/decisive.js';
import { ofKind } from '../../units/votes/of-kind.js';
import { spread } from '../../units/votes/rare.js';
import { tellingRows } from '../../units/votes/row.js';
import { strata } from '../../units/votes/sample.js';
import { sharing } from '../../units/votes/sharing.js';
import { standingOut } from '../../units/votes/standing-out.js';
import type { Rows } from './rows.js';

/** What else decides which rows are shown. */
export interface Choice {
  /** Rough tokens of each printed row. */
  readonly cost: (row: number) => number;
  /** Rows that must stay for reasons from outside, such as the owners of named nested rows. */
  readonly must?: readonly number[];
  /** Rows of another shape than all others. */
  readonly odd?: readonly number[];
  /** The only rows that may be shown: nested rows of shown owners. */
  readonly within?: readonly number[];
}

/** How many times the room each kind of reason may fill. */
const FILLS = { asked: 4, listed: 2.5, signal: 1.6, related: 1.2, asideKey: 0.5 };
const MOST_FAULTS = 25;
const MOST_ASKED_FAULTS = 80;
const MOST_SUSPECTS = 10;
/** Of rows that only show what is usual, one for so many tokens of room. */
const TOKENS_A_SAMPLE = 40;
const FEW_SAMPLES = 6;
const SHARE_OF_SAMPLES = 0.12;

/** The rows a reader of the question needs, and a spread of the others, within about `budget` tokens; all where they fit. In order. */
export function* chooseRows(
  rows: Rows,
  { cost, must, odd, within }: Choice,
  listsAll: boolean,
  task: Task,
  budget: number,
): InTurns<number[]> {
  const { text, list, columns, asked } = rows;
  const every = within ?? [...list.keys()];
  const allowed = new Set(every);
  const all = every.reduce((sum, row) => sum + cost(row), 0);
  if (all <= budget * (listsAll && !isNarrow(rows, must) ? FILLS.listed : 1)) return [...every];
  const stands = rows.key.length > 0 || list.some(({ fault }) => fault === 'reported');
  // Where rows stand out or are asked for, the others only have to show what is usual.
  const few = Math.max(FEW_SAMPLES, every.length * SHARE_OF_SAMPLES) * scaleOf(task);
  const usual = stands ? few : every.length;
  const last: Voter = {
    ...strata(every, Math.min(budget / TOKENS_A_SAMPLE, usual)),
    most: 'room',
    fills: rows.key.length > 0 ? FILLS.asideKey : 1,
  };
  const wantsFaults = asked.terms.wants.has('errors');
  const withFault = (fault: Fault): number[] => [...list.keys()].filter((row) => list[row]!.fault === fault);
  const reported = spread(withFault('reported'), wantsFaults ? MOST_ASKED_FAULTS : MOST_FAULTS);
  const suspected = spread(withFault('suspected'), MOST_SUSPECTS);
  const voters = [
    given('must', must, FILLS.asked),
    ...tellingRows(columns),
    yield* decisive(columns, [...list.keys()], task),
    ofKind(columns),
    ...(wantsFaults ? [sharing(columns)] : []),
    given('fault', [...reported, ...suspected], wantsFaults ? FILLS.asked : FILLS.signal),
    given('odd', odd, FILLS.signal),
    { ...standingOut(columns), most: 'room' as const, fills: FILLS.signal },
    last,
  ]
    .filter(({ reason }) => !within || reason !== 'end')
    .map((voter) => ({ ...voter, ...boundOf(voter), votes: (sight: Sight) => allowedOf(voter.votes(sight), allowed) }));
  const units: Units = {
    text,
    list,
    licence: 'rows',
    counting: 'units',
    sizeOf: cost,
  };
  const { depth } = yield* select(units, asked, task, voters, { room: budget, size: Math.max(1, text.length) });
  return every.filter((row) => depth[row] !== GONE);
}

/** Whether only some rows are asked for. */
function isNarrow({ asked: { words, terms }, list }: Rows, must: readonly number[] = []): boolean {
  if (words.length > 0 || must.length > 0 || terms.wants.has('max') || terms.wants.has('min')) return true;
  return terms.wants.has('errors') && list.some(({ fault }) => fault === 'reported');
}

/** No reason may fill any room: a table is one of many in its document. */
function boundOf({ reason, most, fills }: Voter): Pick<Voter, 'most' | 'fills'> {
  if (most === 'all') return { most: 'room', fills: FILLS.asked };
  return { most, fills: fills ?? (reason === 'related' ? FILLS.related : FILLS.signal) };
}

function* allowedOf(votes: Iterable<Vote | undefined>, allowed: ReadonlySet<number>): Iterable<Vote | undefined> {
  for (const vote of votes) if (!vote || allowed.has(vote.unit)) yield vote;
}

function given(reason: string, rows: readonly number[] | undefined, fills: number): Voter {
  return { reason, most: 'room', fills, votes: () => (rows ?? []).map((unit) => ({ unit, depth: WHOLE })) };
}
