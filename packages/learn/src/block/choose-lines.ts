import type { Written } from '../book/book.js';
import type { Rule } from '../rules/rule.js';
import type { Line } from './block.js';

/** What the lines of a block are chosen from. */
export interface Choice {
  readonly rules: readonly Rule[];
  /** Ids of what is known not to be so any more. */
  readonly refuted: ReadonlySet<string>;
  /** What was written earlier, by id. */
  readonly written: Readonly<Record<string, Written>>;
  readonly file: string;
  readonly most: number;
}

/**
 * The lines of a file's block: those that stand there, in their order and as the user left them, then what is new, the best known
 * first. A line that the user took out stays out. Above the cap the least known go.
 */
export function chooseLines(
  had: readonly Line[] | undefined,
  { rules, refuted, written, file, most }: Choice,
): readonly Line[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const stays = (had ?? []).filter(({ id }, i, all) => !refuted.has(id) && all.findIndex((one) => one.id === id) === i);
  const there = new Set(stays.map(({ id }) => id));
  const isTakenOut = ({ id }: Rule) =>
    written[id]?.isRemoved === true || (written[id]?.files.includes(file) === true && had !== undefined);
  const fresh = rules.filter((rule) => !there.has(rule.id) && !isTakenOut(rule)).map(({ id, text }) => ({ id, text }));
  // One that stands there and of which nothing is known here was written on another machine: it is kept before what is least known.
  const rank = ({ id }: Line) => byId.get(id)?.sessions ?? 2;
  const all = [...stays, ...fresh];
  if (all.length <= most) return all;
  const kept = new Set([...all].sort((a, b) => rank(b) - rank(a)).slice(0, most));
  return all.filter((line) => kept.has(line));
}
