import { describe, expect, it } from 'vitest';
import { inRepo } from '../repo.js';
import { readBfcl, toSchema } from './bfcl/bfcl.js';
import { callsFit, type FunctionSpec, type MadeCall, wireName } from './bfcl/check-calls.js';
import { finalNumber } from './gsm8k.js';
import { jsonLines, OWN_DATA, readCsv, readData } from './read-data.js';
import { squadScore } from './squad-score.js';
import { choiceOf, chosenLetter } from './truthfulqa.js';

/** Data sets that may lie beside the repository; they are never a part of it. */
const PUBLIC = inRepo('../shared/bench/public');

describe('numbers of GSM8K', () => {
  it.each([
    ['so 3+4\n#### 7', '7'],
    ['#### 1,234', '1234'],
    ['#### -5.5 and so on', '-5.5'],
    ['the answer is 7', undefined],
    ['####7', undefined],
    ['#### 18.', '18.'],
  ])('%s', (text, number) => expect(finalNumber(text)).toBe(number));

  it('are found in every recorded solution, and only in their own', () => {
    const text = readData(PUBLIC, ['gsm8k-test.jsonl']) ?? readData(OWN_DATA, ['gsm8k.jsonl']) ?? '';
    const solutions = jsonLines<{ answer: string }>(text).map(({ answer }) => answer);
    expect(solutions.length).toBeGreaterThan(20);
    for (const solution of solutions) {
      const number = finalNumber(solution);
      expect(number).toMatch(/^-?[\d.]+$/);
      expect(finalNumber(solution.replace('#### ', '#### 9'))).not.toBe(number);
    }
  });
});

describe('answers of SQuAD', () => {
  it.each([
    [['Ada Lund'], 'the Ada Lund.', true, 1],
    [['in 1874', '1874'], '1874', true, 1],
    // one of two words given, one of three wanted: 2·(1/2·1/3)/(1/2+1/3)
    [['old north gate'], 'north tower', false, 0.4],
    [[], '', true, 1],
    [[], 'Ada Lund', false, 0],
    [['Ada Lund'], '', false, 0],
    [['a'], 'the', true, 1],
    [['to be to be'], 'to be', false, 2 / 3],
  ] as const)('%j against %j', (gold, answer, exact, f1) => {
    const score = squadScore(gold, answer);
    expect(score.exact).toBe(exact);
    expect(score.f1).toBeCloseTo(f1, 12);
  });
});

describe('choices of TruthfulQA', () => {
  it('read quoted cells, and put the best answer anywhere', () => {
    const rows = readCsv('Question,Best Answer,Incorrect Answers\n"Is it, ""so""?",No,"Yes; Always"\nAnd?,"a\nb",c\n');
    expect(rows).toEqual([
      { Question: 'Is it, "so"?', 'Best Answer': 'No', 'Incorrect Answers': 'Yes; Always' },
      { Question: 'And?', 'Best Answer': 'a\nb', 'Incorrect Answers': 'c' },
    ]);
    const letters = Array.from({ length: 30 }, (_, seed) => choiceOf(rows[0] ?? {}, seed).letter);
    expect(new Set(letters)).toEqual(new Set(['A', 'B', 'C']));
  });

  it.each([
    ['B', 'B'],
    ['B) Nobody', 'B'],
    ['(C)', 'C'],
    ['The answer is D.', 'D'],
    ["I'm not sure", undefined],
  ])('%s', (answer, letter) => expect(chosenLetter(answer)).toBe(letter));
});

const spec: FunctionSpec = {
  name: 'geo.area',
  description: '',
  parameters: {
    properties: {
      base: { type: 'integer' },
      height: { type: 'float' },
      unit: { type: 'string' },
      tags: { type: 'array', items: { type: 'string' } },
      at: { type: 'dict' },
      exact: { type: 'boolean' },
    },
    required: ['base'],
  },
};
const possible = {
  'geo.area': {
    base: [10, 'x'],
    height: [2.5, 3, ''],
    unit: ['sq. m', ''],
    tags: [['North-East', 'b'], ''],
    at: [{ x: [1], y: [2, ''] }, ''],
    exact: [true, ''],
  },
};
const call = (input: MadeCall['input'], name = 'geo_area'): MadeCall => ({ name, input });

describe('the AST checker of BFCL', () => {
  it.each([
    ['what has to be there', { base: 10 }, true],
    ['another number', { base: 11 }, false],
    ['a number as a string', { base: '10' }, false],
    ['true for a number', { base: true }, false],
    ['nothing', {}, false],
    ['an unknown parameter', { base: 10, depth: 1 }, false],
    ['a whole number for a float', { base: 10, height: 3 }, true],
    ['a string for a float', { base: 10, height: '3' }, false],
    ['a string but for spaces, dots and case', { base: 10, unit: 'SQ M' }, true],
    ['another string', { base: 10, unit: 'sq km' }, false],
    ['a list but for case', { base: 10, tags: ['northeast', 'B'] }, true],
    ['a list in another order', { base: 10, tags: ['b', 'North-East'] }, false],
    ['a list of numbers', { base: 10, tags: [1, 2] }, false],
    ['an object without what may be left out', { base: 10, at: { x: 1 } }, true],
    ['an object with another value', { base: 10, at: { x: 1, y: 3 } }, false],
    ['an object without what has to be there', { base: 10, at: { y: 2 } }, false],
    ['a boolean', { base: 10, exact: true }, true],
    ['another boolean', { base: 10, exact: false }, false],
  ] as const)('with %s', (_, input, fits) => expect(callsFit([call(input)], [spec], [possible])).toBe(fits));

  it('wants a name, a number of calls, and no order', () => {
    expect(callsFit([call({ base: 10 }, 'area')], [spec], [possible])).toBe(false);
    expect(callsFit([], [spec], [possible])).toBe(false);
    const two = [possible, { 'geo.area': { base: [7] } }];
    expect(callsFit([call({ base: 7 }), call({ base: 10 })], [spec], two)).toBe(true);
    expect(callsFit([call({ base: 10 }), call({ base: 10 })], [spec], two)).toBe(false);
    expect(callsFit([call({ base: 7 })], [spec], two)).toBe(false);
  });

  it('takes a name for a value, where the answer is a name', () => {
    const named = { 'geo.area': { base: ['width'] } };
    expect(callsFit([call({ base: 'width' })], [spec], [named])).toBe(true);
    expect(callsFit([call({ base: 'Width' })], [spec], [named])).toBe(false);
  });

  it('accepts every recorded answer and none that is changed', () => {
    const recorded = readBfcl(PUBLIC);
    const entries = recorded.length > 0 ? recorded : readBfcl(OWN_DATA);
    expect(entries.length).toBeGreaterThan(20);
    for (const { id, function: specs, possible } of entries) {
      const calls = possible.map((one): MadeCall => {
        const [name = '', answers = {}] = Object.entries(one)[0] ?? [];
        // Some answers name a parameter that the function does not have; the leaderboard refuses it like any unknown one.
        const known = specs.find((spec) => spec.name === name)?.parameters.properties ?? {};
        const given = Object.entries(answers).filter(([key]) => Object.hasOwn(known, key));
        return { name: wireName(name), input: Object.fromEntries(given.flatMap(([key, list]) => firstOf(key, list))) };
      });
      expect(callsFit(calls, specs, possible), id).toBe(true);
      expect(callsFit(calls.slice(1), specs, possible), id).toBe(false);
      const [first, ...rest] = calls as [MadeCall, ...MadeCall[]];
      expect(callsFit([{ ...first, name: `${first.name}x` }, ...rest], specs, possible), id).toBe(false);
      expect(callsFit([{ ...first, input: { ...first.input, unheard_of: 1 } }, ...rest], specs, possible), id).toBe(
        false,
      );
      const changed = Object.fromEntries(Object.keys(first.input).map((key) => [key, { changed: 'wrongly' }]));
      if (Object.keys(changed).length > 0)
        expect(callsFit([{ ...first, input: changed }, ...rest], specs, possible), id).toBe(false);
    }
  });

  it('tells models of functions in JSON Schema', () => {
    expect(
      toSchema({ type: 'dict', properties: { a: { type: 'tuple', items: { type: 'float' }, optional: true } } }),
    ).toEqual({
      type: 'object',
      properties: { a: { type: 'array', items: { type: 'number' } } },
    });
  });
});

/** The first right value of a parameter; objects in it have lists of right values, too. */
function firstOf(key: string, list: readonly unknown[]): [string, unknown][] {
  const value = list.find((one) => one !== '');
  return value === undefined ? [] : [[key, chosen(value, 0)]];
}

function chosen(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) return value.map((one) => chosen(one, depth));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, list]): [string, unknown][] => {
      const first = (list as unknown[]).find((one) => one !== '');
      return first === undefined ? [] : [[key, first]];
    }),
  );
}
