import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonMembers } from './json-members.js';

const changed = (text: string, changes: Parameters<JsonMembers['changed']>[0]) => {
  const members = JsonMembers.of(Buffer.from(text));
  return members && Buffer.from(members.changed(changes)).toString();
};

describe('members of a JSON object', () => {
  it('change in place, and nothing else does', () => {
    const text = '\ufeff { "model" : "a", "n":1.0,\n"messages" :[{"model":"x","t":"\\u00e9\\"}{"}] ,"stream":true } ';
    expect(changed(text, { without: ['model', 'stream'], added: { v: 'b' } })).toBe(
      '\ufeff {"v":"b", "n":1.0,\n"messages" :[{"model":"x","t":"\\u00e9\\"}{"}] } ',
    );
    expect(changed(text, { replaced: { model: 'long' } })).toBe(text.replace('"a"', '"long"'));
    const same = Buffer.from(text);
    expect(JsonMembers.of(same)?.changed({ without: ['no'], replaced: { no: 1 } })).toBe(same);
  });

  it('are all found, also those that are named twice or in escapes', () => {
    const text = '{"a":1,"\\u0061":2,"b":3,"a":{"a":4}}';
    expect(JsonMembers.of(Buffer.from(text))?.value('a')).toEqual({ a: 4 });
    expect(changed(text, { without: ['a'] })).toBe('{"b":3}');
    expect(changed(text, { replaced: { a: 0 } })).toBe('{"a":0,"\\u0061":0,"b":3,"a":0}');
    expect(changed('{"a":1}', { without: ['a'], added: { b: 2 } })).toBe('{"b":2}');
    expect(changed('{}', { added: { b: 2 } })).toBe('{"b":2}');
    expect(changed('{"b":1}', { added: { b: 2 } })).toBe('{"b":1}');
  });

  it('are none where there is no object', () => {
    for (const text of [
      '',
      '[]',
      '"a"',
      '{',
      '{"a"',
      '{"a":',
      '{"a":}',
      '{"a":1',
      '{"a":"',
      '{"a":[',
      '{"a":1}x',
      '{a:1}',
      '{"a":1,}',
    ])
      expect(JsonMembers.of(Buffer.from(text)), text).toBeUndefined();
  });

  it('leave JSON that says what it said without them', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'é"'), fc.jsonValue()),
        fc.subarray(['a', 'b', 'c', 'd', 'é"']),
        fc.nat(2),
        (object, without, indent) => {
          const text = JSON.stringify(object, null, indent);
          const left = Object.fromEntries(Object.entries(object).filter(([name]) => !without.includes(name)));
          expect(JSON.parse(changed(text, { without, added: { z: 1 } }) ?? '')).toEqual(
            JSON.parse(JSON.stringify({ ...left, z: 1 })),
          );
        },
      ),
    );
  });
});
