import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { columnsOf } from '../../units/columns.js';
import type { Unit } from '../../units/unit.js';
import type { Units } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { columnVoters } from '../../units/votes/column.js';
import { everyFrame } from '../../units/votes/frame.js';
import { showing } from '../../units/votes/showing.js';
import { type Item, isReport, readReport } from './read-report.js';

const FEWEST = 12;
const MOST_SKIPPED = 12;
const TESTS: Readonly<Record<Item['went'], string>> = {
  well: 'passed test',
  badly: 'bad test',
  skipped: 'skipped test',
};

/** Reads a report: what failed and what was never run stays whole, with all totals; of the rest what is asked and what took longest. */
export function* readReportUnits({ text }: Content): InTurns<Units | undefined> {
  if (!isReport(text.slice(0, 4000))) return undefined;
  const items = readReport(text);
  yield;
  return items.filter(({ went }) => went === 'well').length < FEWEST ? undefined : unitsOf(text, items);
}

function unitsOf(text: string, all: readonly Item[]): Units {
  const isXml = /^\s*</.test(text);
  const list: Unit[] = [];
  const items = new Map<number, Item>();
  let at = 0;
  const frame = (to: number): void => {
    if (text.slice(at, to).trim() !== '') list.push({ from: at, to, parent: -1, what: 'heading', frame: true });
  };
  for (const item of all) {
    const { from, to, went } = item;
    frame(from);
    items.set(list.length, item);
    list.push({ from, to, parent: -1, what: nameOf(item), ...(went === 'badly' ? { fault: 'reported' } : {}) });
    at = to;
  }
  frame(text.length);
  const times = columnsOf(list, (unit) => items.get(unit)?.fields).filter(({ name }) =>
    /^(?:time|duration)$/.test(name),
  );
  const that = (went: Item['went']): number[] =>
    [...items].flatMap(([unit, item]) => (item.went === went ? [unit] : []));
  return {
    text,
    list,
    licence: 'rows',
    counting: 'units',
    voters: [
      everyFrame,
      showing('fault', 'all', () => that('badly')),
      asked,
      ...columnVoters(times),
      showing('skipped', MOST_SKIPPED, () => that('skipped')),
    ],
    note: (words) => (isXml ? `<!-- ${words.slice(1, -1).replaceAll('--', '- -')} -->` : `# ${words.slice(1, -1)}`),
    // The numbers of lines that a gap in a coverage report leaves out; nothing for tests.
    describe: ({ members }) => {
      const numbers = members.flatMap((member) => items.get(member)?.fields.get('number') ?? []);
      return numbers.length < 2 ? '' : `number ${numbers[0]}-${numbers.at(-1)}`;
    },
  };
}

function nameOf({ what, went }: Item): string {
  if (what === 'test') return TESTS[went];
  if (what === 'definition' || what === 'entry') return what;
  return went === 'badly' ? `uncovered ${what}` : `covered ${what}`;
}
