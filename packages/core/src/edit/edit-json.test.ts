import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../model/edit.js';
import type { Path } from '../model/path.js';
import { leafPaths, valueAt } from '../testing/json-trees.js';
import { anyRequests } from '../testing/requests.js';
import { editJson } from './edit-json.js';
import { editObject } from './edit-object.js';

const replace = (at: Path, value: unknown): Edit => ({ kind: 'replace', at, value });
const append = (at: Path, value: unknown): Edit => ({ kind: 'append', at, value });

const space = fc.constantFrom('', '', ' ', '\n\t', '\r\n  ');
const number = fc.constantFrom('0', '-0', '1.0', '1e400', '12345678901234567890123', '-1.10E+2', '7');
const string = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"h\\u00e9llo"', '"\\ud800"', '"\\\\"', '"\\\\\\""', '"a\\/b"', '"é🙂"', '"]}"', '""'),
);
const key = fc.constantFrom(
  '"a"',
  '"b"',
  '"\\u0061"',
  '"__proto__"',
  '"constructor"',
  '"0"',
  '"length"',
  '"a\\"b"',
  '"é"',
);

/** Spells JSON in every way the grammar allows: odd spacing, escapes, repeated keys, numbers JavaScript cannot hold. */
const spelled = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(number, string, fc.constantFrom('true', 'false', 'null')),
    fc
      .tuple(
        space,
        fc.array(
          fc.tuple(space, tie('value'), space).map((parts) => parts.join('')),
          { maxLength: 4 },
        ),
      )
      .map(([inside, items]) => `[${items.join(',') || inside}]`),
    fc
      .tuple(
        space,
        fc.array(
          fc.tuple(space, key, space, fc.constant(':'), space, tie('value'), space).map((parts) => parts.join('')),
          { maxLength: 4 },
        ),
      )
      .map(([inside, members]) => `{${members.join(',') || inside}}`),
  ),
})).value;
const documents = fc.tuple(fc.constantFrom('', '\ufeff'), space, spelled, space).map((parts) => parts.join(''));

function parse(text: string): unknown {
  return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
}

function edited(text: string, edits: readonly Edit[]): string {
  const result = editJson(text, edits);
  if (!result.ok) throw new Error(result.reason);
  return result.json;
}

describe('editJson', () => {
  it('means what JSON.parse and editObject say', () => {
    fc.assert(
      fc.property(
        documents,
        fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
        fc.string({ unit: 'binary' }),
        (text, dice, value) => {
          const body = parse(text);
          const paths = leafPaths(body);
          const chosen = new Set(
            dice.map((roll) => paths[roll % Math.max(1, paths.length)]).filter((at) => at !== undefined),
          );
          const edits = [...chosen].map((at) => replace(at, value));
          expect(JSON.stringify(parse(edited(text, edits)))).toBe(JSON.stringify(editObject(body, edits)));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('keeps every byte outside the edited literal', () => {
    fc.assert(
      fc.property(documents, fc.nat(), (text, roll) => {
        const paths = leafPaths(parse(text));
        const at = paths[roll % Math.max(1, paths.length)];
        if (!at) return;
        const mark = '"\u0001mark\u0001"';
        const result = edited(text, [replace(at, mark)]);
        const [before = '', after = '', ...rest] = result.split(JSON.stringify(mark));
        expect(rest).toEqual([]);
        expect(text.startsWith(before) && text.endsWith(after)).toBe(true);
        const literal = text.slice(before.length, text.length - after.length);
        expect(JSON.parse(literal)).toEqual(valueAt(parse(text), at));
        expect(literal).toBe(literal.trim());
      }),
      { numRuns: 3000 },
    );
  });

  it('appends like editObject, touching nothing else', () => {
    fc.assert(
      fc.property(
        documents,
        fc.constantFrom<Path>([], ['a'], ['tools'], ['a', 0], ['b', 'tools'], ['0']),
        (text, at) => {
          const edits = [append(at, { name: 'x' }), append(at, 2)];
          const body = parse(text);
          let expected: unknown;
          try {
            expected = editObject(body, edits);
          } catch {
            expect(editJson(text, edits).ok).toBe(false);
            return;
          }
          const result = edited(text, edits);
          expect(JSON.stringify(parse(result))).toBe(JSON.stringify(expected));
          const inserted = result.length - text.length;
          const start = [...Array(text.length + 1).keys()].find(
            (index) => text.slice(0, index) + result.slice(index, index + inserted) + text.slice(index) === result,
          );
          expect(start).toBeDefined();
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('gives the same source back without edits', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(editJson(text, [])).toEqual({ ok: true, json: text });
      }),
      { numRuns: 1000 },
    );
    const bytes = new Uint8Array([1, 2, 3]);
    expect(editJson(bytes, [])).toEqual({ ok: true, json: bytes });
  });

  it('refuses or edits text that is not JSON, but never throws', () => {
    const broken = fc
      .tuple(documents, fc.nat(), fc.nat())
      .map(
        ([text, from, length]) =>
          text.slice(0, from % (text.length + 1)) + text.slice((from % (text.length + 1)) + (length % 3)),
      );
    fc.assert(
      fc.property(broken, (text) => {
        const result = editJson(text, [replace(['a'], 'x')]);
        expect(typeof result.ok).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
    for (const text of [
      '',
      '{',
      '{"a"',
      '{"a":',
      '{"a":"',
      '{"a":1',
      '{"a":1}}',
      '{"a":1} x',
      '{"a" 1}',
      '{"a":1,}',
      '{,"a":1}',
      '{a:1}',
      '["a":1]',
      '{"\\x":1,"a":2}',
    ]) {
      expect(editJson(text, [replace(['a'], 'x')]), text).toMatchObject({ ok: false });
    }
  });

  it('keeps bytes as bytes, with their byte order mark, and refuses invalid UTF-8', () => {
    fc.assert(
      fc.property(
        documents.filter((text) => text.isWellFormed()),
        fc.nat(),
        fc.string({ unit: 'binary' }),
        (text, roll, value) => {
          const paths = leafPaths(parse(text));
          const at = paths[roll % Math.max(1, paths.length)];
          if (!at) return;
          const result = editJson(new TextEncoder().encode(text), [replace(at, value)]);
          expect(result).toEqual({ ok: true, json: new TextEncoder().encode(edited(text, [replace(at, value)])) });
        },
      ),
      { numRuns: 1000 },
    );
    const invalid = Uint8Array.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]);
    expect(editJson(invalid, [replace(['a'], 'x')])).toMatchObject({ ok: false });
  });

  it('P-003 changes one literal in a body of odd spellings', () => {
    const text =
      '{ "model":"gpt-4o",\t"messages":[{"role":"tool","content":"h\\u00e9llo"}],"temperature":1.0,"seed":12345678901234567890123, "x":1e400,"x":-0 }\n';
    expect(edited(text, [replace(['messages', 0, 'content'], 'é"\n')])).toBe(
      text.replace('"h\\u00e9llo"', '"é\\"\\n"'),
    );
  });

  it('edits the last of repeated keys, also where an earlier one has another shape', () => {
    expect(edited('{"a":"1","b":"2","a":"3","b":"4"}', [replace(['b'], 'B'), replace(['a'], 'A')])).toBe(
      '{"a":"1","b":"2","a":"A","b":"B"}',
    );
    expect(edited('{"a":1,"a":{"b":"x"}}', [replace(['a', 'b'], 'y')])).toBe('{"a":1,"a":{"b":"y"}}');
    expect(editJson('{"a":{"b":"x"},"a":1}', [replace(['a', 'b'], 'y')]).ok).toBe(false);
  });

  it('refuses overlapping edits, missing paths and values JSON cannot hold', () => {
    const text = '{"a":["x"]}';
    expect(editJson(text, [replace(['a'], 1), replace(['a', 0], 2)]).ok).toBe(false);
    expect(editJson(text, [replace(['b'], 1)]).ok).toBe(false);
    expect(editJson(text, [replace(['a', 1], 1)]).ok).toBe(false);
    expect(editJson(text, [replace(['a', 'length'], 1)]).ok).toBe(false);
    expect(editJson(text, [replace(['a', 0], undefined)]).ok).toBe(false);
  });

  it('edits every string leaf of real requests', () => {
    fc.assert(
      fc.property(anyRequests, ({ body }) => {
        const strings = leafPaths(body).filter((at) => typeof valueAt(body, at) === 'string');
        const edits = strings.map((at, index) => replace(at, `new ${index}`));
        expect(JSON.parse(edited(JSON.stringify(body, null, 1), edits))).toEqual(editObject(body, edits));
      }),
      { numRuns: 1000 },
    );
  });

  it('is linear on long, deep and hostile text', () => {
    const cases = [
      '['.repeat(300_000),
      `{"a":"${'\\'.repeat(300_000)}`,
      `{"a":"${'\\"'.repeat(300_000)}"}`,
      `[${'"",'.repeat(200_000)}""]`,
    ];
    for (const text of cases) {
      const start = performance.now();
      editJson(text, [replace(['a'], 'x')]);
      expect(performance.now() - start).toBeLessThan(500);
    }
  });
});
