import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { columnsOf } from '../../units/columns.js';
import { type Unit, WHOLE } from '../../units/unit.js';
import type { Gap, Sight, Units, Vote, Voter } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { columnVoters } from '../../units/votes/column.js';
import { everyFrame } from '../../units/votes/frame.js';
import { type Item, isReport, readReport } from './read-report.js';

const FEWEST = 12;
const MOST_SKIPPED = 12;
const NAMES: Readonly<Record<Item['went'], string>> = { well: 'good', badly: 'bad', skipped: 'skipped' };

/** Reads a report: what failed and what was never run stays whole, with all totals; of the rest what is asked and what took longest. */
export function* readReportUnits({ text }: Content): InTurns<Units | undefined> {
  if (!isReport(text.slice(0, 4000))) return undefined;
  const items = readReport(text);
  yield;
  return items.filter(({ went }) => went === 'well').length < FEWEST ? undefined : new ReportUnits(text, items);
}

class ReportUnits implements Units {
  readonly list: readonly Unit[];
  readonly licence = 'rows';
  readonly counting = 'units';
  readonly voters: readonly Voter[];
  readonly #items = new Map<number, Item>();
  readonly #isXml: boolean;

  constructor(
    readonly text: string,
    items: readonly Item[],
  ) {
    this.#isXml = /^\s*</.test(text);
    const list: Unit[] = [];
    let at = 0;
    const frame = (to: number): void => {
      if (text.slice(at, to).trim() !== '') list.push({ from: at, to, parent: -1, what: 'heading', frame: true });
    };
    for (const item of items) {
      frame(item.from);
      this.#items.set(list.length, item);
      const what = item.what === 'test' && item.went === 'well' ? 'passed test' : nameOf(item);
      list.push({
        from: item.from,
        to: item.to,
        parent: -1,
        what,
        ...(item.went === 'badly' ? { fault: 'reported' } : {}),
      });
      at = item.to;
    }
    frame(text.length);
    this.list = list;
    const columns = columnsOf(list, (unit) => this.#items.get(unit)?.fields).filter(({ name }) =>
      /^(?:time|duration)$/.test(name),
    );
    this.voters = [everyFrame, faults, asked, ...columnVoters(columns), this.#skipped()];
  }

  note(words: string): string {
    return this.#isXml ? `<!-- ${words.slice(1, -1).replaceAll('--', '- -')} -->` : `# ${words.slice(1, -1)}`;
  }

  /** The numbers of lines that a gap in a coverage report leaves out; nothing for tests. */
  describe({ members }: Gap): string {
    const numbers = members.flatMap((member) => this.#items.get(member)?.fields.get('number') ?? []);
    return numbers.length < 2 ? '' : `number ${numbers[0]}-${numbers.at(-1)}`;
  }

  #skipped(): Voter {
    const units = [...this.#items].flatMap(([unit, { went }]) => (went === 'skipped' ? [unit] : []));
    return { reason: 'skipped', most: MOST_SKIPPED, votes: () => units.map((unit) => ({ unit, depth: WHOLE })) };
  }
}

function nameOf({ what, went }: Item): string {
  if (what === 'test') return `${NAMES[went]} test`;
  if (what === 'definition' || what === 'entry') return what;
  return went === 'badly' ? `uncovered ${what}` : `covered ${what}`;
}

/** All that went badly, whole. */
const faults: Voter = {
  reason: 'fault',
  most: 'all',
  *votes({ list }: Sight): Iterable<Vote> {
    for (const [unit, { fault }] of list.entries()) if (fault) yield { unit, depth: WHOLE };
  },
};
