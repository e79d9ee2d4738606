import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from './in-turns.js';
import { MAX_JSON_DEPTH, parseJson, parseJsonAt, parseJsonInTurns, printJson } from './parse-json.js';

describe('parseJson', () => {
  it('reads what JSON.parse reads, and prints it back with the same meaning', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), undefined, indent);
        const value = parseJson(text);
        expect(value).toBeDefined();
        expect(printJson(value!)).toBe(JSON.stringify(JSON.parse(text)).replaceAll('-0', '-0'));
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps number spelling, key order and repeated keys', () => {
    const text = '{"2":12345678901234567890,"1":1.0,"a":1e3,"a":-0}';
    expect(printJson(parseJson(text)!)).toBe(text);
  });

  it('refuses what is not strict JSON', () => {
    for (const text of ['', '{', '[1,]', '{"a":}', '01', '1.', 'NaN', "{'a':1}", '"\n"', '"\\x"', '[1] x', 'nul']) {
      expect(parseJson(text), text).toBeUndefined();
    }
  });

  it('agrees with JSON.parse about random text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ntu0e1.- ') }), (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(parseJson(text) !== undefined).toBe(valid);
      }),
      { numRuns: 3000 },
    );
  });

  it('stops at the depth limit instead of overflowing the stack', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(nested(MAX_JSON_DEPTH))).toBeDefined();
    expect(parseJson(nested(100_000))).toBeUndefined();
  });

  it('reads a value in the middle of a text', () => {
    const found = parseJsonAt('exit 0\n{"a":[1,2]} done', 7);
    expect(found && printJson(found.value)).toBe('{"a":[1,2]}');
    expect(found?.end).toBe(18);
  });
});

describe('parseJsonInTurns', () => {
  it('reads what is read at once, and refuses what is refused', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', ' ', ',', ']', '}'), fc.boolean(), (value, behind, isWide) => {
        const text = `${JSON.stringify(value, undefined, isWide ? 2 : 0)}${behind}`;
        expect(atOnce(parseJsonInTurns(text))).toEqual(parseJson(text));
      }),
    );
  });

  it('gives others their turn within a long list, however it is wrapped', () => {
    const rows = `[${Array.from({ length: 60_000 }, (_, i) => `{"id":${i},"name":"n${i}"}`).join()}]`;
    for (const text of [rows, `{"data":{"rows":${rows}}}`]) {
      const work = parseJsonInTurns(text);
      let turns = 0;
      while (!work.next().done) turns++;
      expect(turns).toBeGreaterThan(1);
    }
  });
});
