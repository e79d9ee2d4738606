import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_JSON_DEPTH, parseJson, parseJsonAt, printJson } from './parse-json.js';

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
