import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../reading/in-turns.js';
import { makeTask } from '../testing/make-task.js';
import { FEW_ASKED, readAsked } from './asked.js';
import { medianOf } from './outliers.js';
import { select } from './select.js';
import { sumOf } from './sum.js';
import { type Fault, GONE, type Unit } from './unit.js';
import type { Units } from './units.js';
import { USUAL_VOTERS } from './votes/index.js';
import { write } from './write.js';

/** Records of one to four lines under headings, of a few shapes, some of them faults, with blank lines between. */
const record = fc.record({
  shape: fc.nat({ max: 6 }),
  lines: fc.integer({ min: 1, max: 4 }),
  blank: fc.boolean(),
  heading: fc.boolean(),
  fault: fc.constantFrom<Fault | undefined>(
    undefined,
    undefined,
    undefined,
    undefined,
    'hinted',
    'suspected',
    'reported',
  ),
  frame: fc.nat({ max: 30 }),
});
const WORDS = ['alpha', 'bravo', 'carol', 'delta', 'echos', 'foxes', 'gamma'];

const anyUnits = fc
  .record({
    records: fc.array(record, { minLength: 1, maxLength: 120 }),
    counting: fc.constantFrom('lines' as const, 'units' as const),
  })
  .map(({ records, counting }): Units => {
    let text = '';
    let heading = -1;
    const list = records.map((made, i): Unit => {
      const from = text.length;
      text += `${WORDS[made.shape]} item${i} took ${i % 17} ms\n`;
      for (let line = 1; line < made.lines; line++) text += `    detail ${line} of item${i}\n`;
      const to = text.length;
      if (made.blank) text += '\n';
      const parent = made.heading ? -1 : heading;
      if (made.heading) heading = i;
      const { fault, shape } = made;
      return {
        from,
        to,
        parent,
        shape,
        what: fault ?? 'record',
        ...(fault ? { fault } : {}),
        ...(made.frame === 0 ? { frame: true } : {}),
      };
    });
    return { text, list, licence: 'repeats', counting };
  });

const anyQuery = fc.oneof(
  fc.constant(''),
  fc.nat({ max: 130 }).map((n) => `What became of item${n}?`),
  fc.constantFrom('Which delta was slowest?', 'how many gamma'),
);

function shorten(units: Units, query: string, bias = 1, room = 40) {
  const task = makeTask({ query, bias, budget: 60 });
  const asked = atOnce(readAsked(units, task));
  const selection = atOnce(select(units, asked, task, USUAL_VOTERS, { room, size: units.text.length / 3 }));
  return { selection, asked, written: atOnce(write(units, selection)), units };
}

const property = (check: (made: ReturnType<typeof shorten>) => void): void =>
  fc.assert(
    fc.property(anyUnits, anyQuery, fc.constantFrom(0.5, 1, 2), (units, query, bias) =>
      check(shorten(units, query, bias)),
    ),
    { numRuns: 400 },
  );

const isNote = (line: string): boolean => /^\s*\[… ?.*\]$/.test(line);

describe('units written from a selection', () => {
  it('what is shown and what the notes say make the whole', () => {
    property(({ selection, written, units }) => {
      const gone = [...selection.depth].filter((depth) => depth === GONE).length;
      expect(written.notes.reduce((sum, note) => sum + note.units, 0)).toBe(gone);
      const numbers = written.notes.map(({ text }) =>
        /^\[… (?:(\d+) more like this(?: \((\d+) lines\))?|(\d+) (?:other )?lines|(line) )/.exec(text),
      );
      if (units.counting === 'units') return;
      const told = numbers.reduce(
        (sum, found) => sum + Number(found?.[2] ?? found?.[1] ?? found?.[3] ?? (found?.[4] ? 1 : 0)),
        0,
      );
      const shown = written.text.split('\n').filter((line) => line.trim() !== '' && !isNote(line)).length;
      expect(told).toBe(written.lines.left);
      expect(shown + told).toBe(written.lines.all);
      expect(sumOf(units, selection, written)).toContain(`${told} of ${written.lines.all} line`);
    });
  });

  it('neighbours were neighbours, or a note stands between', () => {
    property(({ written, units }) => {
      const original = units.text.split('\n').filter((line) => line.trim() !== '');
      const lines = written.text.split('\n').filter((line) => line.trim() !== '');
      lines.forEach((line, i) => {
        const next = lines[i + 1];
        if (next === undefined || isNote(line) || isNote(next)) return;
        expect(original.indexOf(next)).toBe(original.indexOf(line) + 1);
      });
    });
  });

  it('a unit is never shown without the heading it stands under', () => {
    property(({ selection, units }) => {
      units.list.forEach(({ parent }, i) => {
        if (parent >= 0 && selection.depth[i] !== GONE) expect(selection.depth[parent]).not.toBe(GONE);
      });
    });
  });

  it('every unit with an asked word stays where few have it, and the word with it', () => {
    property(({ asked, written, selection, units }) => {
      for (const { word, units: holders } of asked.words) {
        if (holders.length > FEW_ASKED) continue;
        for (const holder of holders) expect(selection.depth[holder]).not.toBe(GONE);
        const shown = written.text.toLowerCase().split(word.toLowerCase()).length - 1;
        const lines = units.text.split('\n').filter((line) => new RegExp(`\\b${word}s?\\b`, 'i').test(line)).length;
        expect(shown).toBeGreaterThanOrEqual(lines);
      }
    });
  });

  it('every kind of reported fault is shown', () => {
    property(({ selection, units }) => {
      const kinds = new Set(units.list.filter(({ fault }) => fault === 'reported').map(({ shape }) => shape));
      const firsts = selection.shapes.filter(({ members }) => units.list[members[0]!]!.fault === 'reported');
      for (const { id, members } of firsts) {
        expect(kinds.has(id)).toBe(true);
        expect(members.some((member) => selection.depth[member] !== GONE)).toBe(true);
      }
    });
  });

  it('is the same every time', () => {
    fc.assert(
      fc.property(anyUnits, anyQuery, (units, query) => {
        expect(shorten(units, query).written).toEqual(shorten(units, query).written);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a word that many units have', () => {
  const lines = Array.from(
    { length: 900 },
    (_, i) => `order ${i} ${i % 11 === 0 ? 'chargeback' : 'paid'} ${i * 3} EUR\n`,
  );
  const text = lines.join('');
  let at = 0;
  const list = lines.map((line): Unit => {
    const from = at;
    at += line.length;
    return { from, to: at, parent: -1, what: 'row', shape: line.includes('chargeback') ? 1 : 0 };
  });

  it('is said with how many of how many', () => {
    const units: Units = { text, list, licence: 'rows', counting: 'units' };
    const { selection, written } = shorten(units, 'Which orders are a chargeback?', 1, 400);
    const shown = written.text.match(/\d+ chargeback \d+ EUR/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(4);
    expect(sumOf(units, selection, written)).toContain(`${shown} of 82 with chargeback`);
  });
});

it('refuses to write what it cannot count', () => {
  const units: Units = {
    text: 'one\ntwo\nthree\n',
    list: [
      { from: 0, to: 4, parent: -1, what: 'row' },
      { from: 0, to: 8, parent: -1, what: 'row' },
    ],
    licence: 'rows',
    counting: 'units',
  };
  const { selection } = shorten({ ...units, list: [] }, '');
  const broken = { ...selection, depth: new Uint8Array([0, 0, 0]) };
  expect(() => atOnce(write(units, broken as typeof selection))).toThrow(RangeError);
});

it('finds the value in the middle as sorting does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 }), (numbers) => {
      const sorted = Float64Array.from(numbers).sort();
      expect(medianOf(Float64Array.from(numbers))).toBe(sorted[sorted.length >> 1]);
    }),
  );
});
