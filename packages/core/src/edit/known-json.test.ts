import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../model/edit.js';
import { editJson } from './edit-json.js';
import { notesOn } from './fixed-values.js';
import type { JsonSource } from './json-source.js';
import { KnownJson } from './known-json.js';
import { Pieces } from './pieces.js';

const LONG = 'x'.repeat(5000);
const entry = fc.oneof(
  fc.record({ role: fc.constantFrom('user', 'tool'), content: fc.string({ unit: 'grapheme', maxLength: 40 }) }),
  fc.record({ role: fc.constant('user'), content: fc.array(fc.record({ text: fc.string() }), { maxLength: 3 }) }),
  fc.constantFrom(1, 12, 123, true, null, 'text', [], {}),
);

interface Body {
  readonly key: string;
  readonly head: Readonly<Record<string, unknown>>;
  readonly list: readonly unknown[];
  readonly tail: Readonly<Record<string, unknown>>;
  readonly spaces: number;
  readonly spoil: (text: string) => string;
}

const bodies: fc.Arbitrary<readonly Body[]> = fc
  .record({
    key: fc.constantFrom('messages', 'input', 'contents'),
    all: fc.array(entry, { minLength: 1, maxLength: 8 }),
  })
  .chain(({ key, all }) =>
    fc.array(
      fc.record({
        key: fc.constant(key),
        head: fc.constantFrom({ system: LONG }, { system: LONG }, { model: 'b', system: LONG }, { system: `${LONG}→` }),
        list: fc
          .tuple(fc.nat(all.length), fc.array(entry, { maxLength: 2 }))
          .map(([n, more]) => [...all.slice(0, n), ...more]),
        tail: fc.constantFrom({}, {}, { tools: [] }, { stream: true, tools: [{ name: 'a' }] }, { [key]: [] }),
        spaces: fc.constantFrom(0, 0, 1),
        spoil: fc.constantFrom(
          ...[
            (text: string) => text,
            (text: string) => text,
            (text: string) => text,
            (text: string) => `\ufeff${text}`,
          ],
          ...[(text: string) => text.slice(0, -1), (text: string) => text.replace(/,(?=[^,]*$)/, ',,')],
          (text: string) => text.replace(/\}$/, `,"${key}":[{"role":"user","content":"last"}]}`),
          (text: string) => text.replace(/\}$/, ',"__proto__":{"a":1}}'),
        ),
      }),
      { minLength: 2, maxLength: 8 },
    ),
  );

function textOf({ key, head, list, tail, spaces, spoil }: Body): string {
  return spoil(JSON.stringify({ ...head, [key]: list, ...tail }, null, spaces));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (source: JsonSource) =>
  typeof source === 'string' ? source : new TextDecoder('utf-8', { ignoreBOM: true }).decode(source.whole());

/** As it comes over a connection, followed piece by piece. */
function followed(text: string, known: KnownJson): JsonSource {
  const follower = known.follow();
  const bytes = encode(text);
  for (let at = 0, size = 1; at < bytes.length; at += size, size = ((size * 7919) % 6000) + 1)
    follower?.push(bytes.slice(at, at + size));
  const source = follower?.end() ?? text;
  expect(decode(source)).toBe(text);
  return source;
}

describe.each([
  ['as text', (text: string): JsonSource => text],
  ['as bytes', (text: string): JsonSource => new Pieces([encode(text)])],
  ['as bytes that are followed', followed],
])('known JSON %s', (_, sourceOf) => {
  it('says what JSON.parse says, however much of a text was read before', () => {
    let reused = 0;
    fc.assert(
      fc.property(bodies, (all) => {
        const known = new KnownJson();
        for (const body of all) {
          const text = textOf(body);
          const reading = known.read(sourceOf(text, known));
          const value = parsed(text);
          expect(reading?.value).toEqual(value);
          expect(JSON.stringify(reading?.value)).toBe(JSON.stringify(value));
          reused += reading?.taken ?? 0;
        }
      }),
      { numRuns: 1000 },
    );
    expect(reused).toBeGreaterThan(150);
  });

  it('is edited to the same bytes', () => {
    const edits = fc.array(
      fc.record({ at: fc.nat(6), kind: fc.constantFrom('replace' as const, 'tools' as const), value: fc.string() }),
      { maxLength: 4 },
    );
    let made = 0;
    fc.assert(
      fc.property(bodies, fc.array(edits, { minLength: 8, maxLength: 8 }), (all, changes) => {
        const known = new KnownJson();
        let earlier: readonly Edit[] = [];
        for (const [i, body] of all.entries()) {
          const text = textOf(body);
          const reading = known.read(sourceOf(text, known));
          if (!reading) continue;
          const fresh: readonly Edit[] = (changes[i] ?? []).map(({ at, kind, value }) =>
            kind === 'tools'
              ? { kind: 'append', at: ['tools'], value: { name: value } }
              : { kind: 'replace', at: [body.key, at, ...(at % 3 === 0 ? [] : ['content'])], value },
          );
          // What is told again is what was worked out before.
          const list = i % 2 === 1 ? [...earlier, ...fresh.filter(({ at }) => Number(at[1]) > 2)] : fresh;
          earlier = list;
          const edited = reading.edited(list);
          const plain = editJson(text, list);
          expect(edited.ok ? { ok: true, json: decode(edited.json) } : edited).toEqual(plain);
          // What was worked out once is used again.
          const again = reading.edited(list);
          expect(again.ok ? { ok: true, json: decode(again.json) } : again).toEqual(plain);
          if (edited.ok && list.length > 0) made++;
        }
      }),
      { numRuns: 1000 },
    );
    expect(made).toBeGreaterThan(100);
  });

  it('keeps the entries of a conversation that grows, also where two are read in turns', () => {
    const known = new KnownJson();
    const write = (words: string, length: number) =>
      JSON.stringify({
        system: LONG,
        messages: Array.from({ length }, (_, i) => ({ role: 'user', content: `${words} ${i}` })),
      });
    const first = known.read(sourceOf(write('a', 40), known));
    const other = known.read(sourceOf(write('b', 40), known));
    const second = known.read(sourceOf(write('a', 41), known));
    expect(second?.entries.slice(0, 40).every((entry, i) => entry === first?.entries[i])).toBe(true);
    expect(known.read(sourceOf(write('b', 42), known))?.entries[39]).toBe(other?.entries[39]);
    expect(known.read(sourceOf(write('a', 20), known))?.entries[19]).toBe(first?.entries[19]);
    expect(notesOn(second?.entries[40])).toBeDefined();
  });
});
