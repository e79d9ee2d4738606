import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shorter, Task } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { atOnce } from '../../reading/in-turns.js';
import { testCompressor } from '../../testing/index.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { isPacked, unpack } from './pack.js';
import { pageTree } from './page-tree.js';

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url));

testCompressor({ describe, it, expect }, pageTree(), { fixtures, decode: (packed) => atOnce(unpack(packed)) });

const shorten = (text: string, changes: Partial<Task> = {}): Shorter | undefined =>
  pageTree().compress(createContent(text), makeTask(changes)) as Shorter | undefined;

describe('a page tree', () => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    'keeps every reference and every name of an element in %s',
    (_, { text }) => {
      const shown = shorten(text)?.text ?? '';
      const refs = text.match(/\[ref=\w+\]|^\s*\[\d+\]|uid=\w+/gm) ?? [];
      expect(refs.length).toBeGreaterThan(10);
      for (const ref of refs) expect(shown).toContain(ref.trim());
      for (const [, name = ''] of text.matchAll(/(?:button|link|option|textbox) ["']([^"'\n]+)["']/g))
        expect(shown).toContain(name);
    },
  );

  it('decodes whatever it packs', () => {
    const role = fc.constantFrom('button', 'row', 'cell', 'link', 'listitem', 'text', 'generic');
    const name = fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom('Plum', 'Plum tree', 'tree', '') },
      { weight: 1, arbitrary: fc.constantFrom('^', '…', '=', 'a | b', '~ x', '=2') },
    );
    const tail = fc.constantFrom('', '', ', selected=False', ', clickable', ' [cursor=pointer]', ':');
    const line = fc.tuple(fc.nat(3), role, name, tail, fc.nat(99), fc.boolean());
    let decoded = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 3, maxLength: 10 }), fc.nat(6), (lines, times) => {
        const some = lines.map(
          ([depth, what, said, end, ref, dash]) =>
            `${'  '.repeat(depth)}${dash ? '- ' : ''}${what}${said === '' ? '' : ` "${said}"`} [ref=e${ref}]${end}`,
        );
        const text = ['- main:', ...Array.from({ length: times + 3 }, () => some).flat()].join('\n');
        const found = shorten(text, { mode: 'lossless' });
        if (!found) return;
        decoded++;
        expect(atOnce(unpack(found.text))).toBe(text);
      }),
      { numRuns: 400 },
    );
    expect(decoded).toBeGreaterThan(80);
  });

  it('moves up what stands in a container without name and reference, and counts those', () => {
    const rows = Array.from({ length: 30 }, (_, i) =>
      [
        `\t\tgeneric ''`,
        `\t\t\tgroup ''`,
        `\t\t\t\t[${i}] button 'Prune ${i}', clickable`,
        `\t\t\t\t\tStaticText 'Prune ${i}'`,
        `\t\t[${i + 50}] link 'Tree ${i}'`,
      ].join('\n'),
    );
    const found = shorten(`RootWebArea 'Garden'\n\tmain 'Beds'\n${rows.join('\n')}`);
    expect(found?.kind === 'trimmed' && found.licence).toBe('repeats');
    expect(found?.kind === 'trimmed' && found.omitted.summary).toBe(
      '60 containers without name and reference, 30 texts that only repeat the name above',
    );
    const plain = found && isPacked(found.text) ? atOnce(unpack(found.text)) : found?.text;
    expect(plain).toContain("\t\t[7] button 'Prune 7', clickable\n\t\t[57] link 'Tree 7'");
  });
});
