import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../reading/in-turns.js';
import { parseJson, printJson } from '../../reading/parse-json.js';
import { decode } from './decode.js';
import { planOf } from './plan.js';
import { printDocument } from './print.js';

const KEYS = [
  'id',
  'name',
  'a.b',
  'a',
  'b',
  '',
  ' ',
  '-',
  '- x',
  '__proto__',
  'all rows',
  'json ',
  '(key)',
  '#',
  'x,y',
  'k=v',
  'k:',
  '"q"',
  '{id}',
  'é',
  '..',
  'a..b',
  '12',
  'null',
];
const STRINGS = [
  '',
  ' ',
  'null',
  'true',
  '12',
  '1.0',
  '-0',
  '3 rows',
  '2 keys',
  '5 strings',
  'json {',
  '- item',
  ' lead',
  'trail ',
  'a,b',
  'a=b',
  'k: v',
  '"',
  '{',
  '[',
  '{id}',
  'https://x.y/z/12',
  'https://x.y/z/13/q',
  'two\nlines',
  'tab\t',
  '\u0000',
  '\ud800',
  '\u2028',
  '\u00a0',
  '🌍',
  'plain words',
  'in a:',
  'name',
  '[… 3 rows]',
];

const scalar = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...STRINGS).map((text) => JSON.stringify(text)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '0',
      '1',
      '12',
      '13',
      '-0',
      '1.0',
      '1e3',
      '12345678901234567890',
      'null',
      'true',
      'false',
      '[]',
      '{}',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)) },
);
const { value: anyValue } = fc.letrec<
  Record<'value' | 'object' | 'rows' | 'array' | 'map' | 'lists' | 'columns' | 'flags' | 'tree' | 'paths', string>
>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    tie('object'),
    tie('rows'),
    tie('array'),
    tie('map'),
    tie('lists'),
    tie('columns'),
    tie('flags'),
    tie('tree'),
    tie('paths'),
  ),
  object: fc.array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 6 }).map(object),
  array: fc.array(tie('value'), { maxLength: 7 }).map((items) => `[${items.join(',')}]`),
  lists: fc
    .integer({ min: 2, max: 4 })
    .chain((size) =>
      fc
        .array(fc.array(tie('value'), { minLength: size, maxLength: size }), { minLength: 3, maxLength: 9 })
        .map((lists) => `[${lists.map((list, i) => (i === 4 ? '"odd"' : `[${list.join(',')}]`)).join(',')}]`),
    ),
  paths: fc
    .array(
      fc.constantFrom(
        '/usr/lib/a',
        '/usr/lib/b c',
        '/usr/lib/',
        'plain',
        '/usr/',
        '//',
        ' /x',
        '',
        'src/x/y.ts',
        'src/x/12',
      ),
      { minLength: 5, maxLength: 12 },
    )
    .map((paths) => JSON.stringify(paths)),
  flags: fc
    .array(scalar, { minLength: 20, maxLength: 30 })
    .map((values) => object(values.map((value, i) => [`${KEYS[i % KEYS.length]}${i}`, value]))),
  tree: fc
    .array(fc.array(fc.tuple(fc.nat(99), tie('value')), { maxLength: 5 }), { minLength: 3, maxLength: 6 })
    .map((packages) => {
      const below = (items: readonly (readonly [number, string])[], i: number) =>
        object(
          items.map(([key, value], k) => [
            `p${key}-${i}-${k}`,
            object([
              ['v', value],
              ['w', '1'],
            ]),
          ]),
        );
      return `[${packages
        .map((items, i) =>
          object([
            ['name', `"${i}"`],
            ['deps', below(items, i)],
          ]),
        )
        .join(',')}]`;
    }),
  columns: fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 2, maxLength: 5 }),
      fc.array(scalar, { minLength: 30, maxLength: 60 }),
    )
    .map(([keys, values]) => object(keys.map((key, k) => [key, `[${values.slice(k, k + 8).join(',')}]`]))),
  rows: rows(fc.constantFrom(...KEYS), tie('value')).map((items) => `[${items.join(',')}]`),
  map: rows(fc.constantFrom(...KEYS), tie('value')).map((items) =>
    object(items.map((item, i) => [`${KEYS[i % KEYS.length]}${i > 5 ? i : ''}`, item])),
  ),
}));

function object(entries: (readonly [string, string])[]): string {
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
}

/** Rows that mostly share their keys and often their values. */
function rows(key: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return fc.uniqueArray(key, { minLength: 1, maxLength: 5 }).chain((keys) =>
    fc
      .tuple(...keys.map((name) => fc.tuple(fc.constant(name), fc.array(value, { minLength: 1, maxLength: 3 }))))
      .chain((choices) =>
        fc.array(
          fc
            .tuple(fc.array(fc.nat(9), { minLength: keys.length, maxLength: keys.length }), fc.nat(19))
            .map(([picks, odd]) => {
              if (odd === 0) return '7';
              const entries = choices.flatMap(([name, values], i) =>
                picks[i] === 9 ? [] : [[name, values[picks[i]! % values.length]!] as const],
              );
              return object(odd === 1 ? entries.reverse() : entries);
            }),
          { minLength: 2, maxLength: 12 },
        ),
      ),
  );
}

describe('decode', () => {
  it('reads back every packed document, number spelling, key order, null, missing and "" apart', () => {
    fc.assert(
      fc.property(anyValue, (json) => {
        const value = parseJson(/^[[{]/.test(json) ? json : `[${json}]`)!;
        const packed = printDocument(atOnce(planOf(value, 'which module?')));
        const back = decode(packed);
        expect(printJson(back), packed).toBe(printJson(value));
        expect(printJson(back)).toBe(printJson(value));
      }),
      { numRuns: 300 },
    );
  });

  it('tells types apart that look alike in a table (P-059)', () => {
    const json =
      '[{"a":null,"b":"x","c":12},{"b":"y","c":"12"},{"a":"","b":"z","c":true},{"a":"null","b":"w","c":"true"}]';
    const packed = printDocument(atOnce(planOf(parseJson(json)!)));
    expect(packed.split('\n')).toEqual(['4 rows', 'a,b,c', 'null,x,12', ',y,"12"', '"",z,true', '"null",w,"true"']);
    expect(printJson(decode(packed))).toBe(json);
  });

  it('leaves JSON inside strings a string (P-060)', () => {
    const json = '[{"id":1,"payload":"{\\"k\\":1}"},{"id":2,"payload":"{\\"k\\":2}"}]';
    expect(printJson(decode(printDocument(atOnce(planOf(parseJson(json)!)))))).toBe(json);
  });
});
