import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createContent } from '../../reading/content.js';
import { makeTask } from '../../testing/make-task.js';
import { elementsIn } from './markup-elements.js';
import { records } from './records.js';

/** An element: its name, attributes, and what stands in it. */
interface Element {
  readonly name: string;
  readonly weight: number;
  readonly parts: readonly (Element | string)[];
}

const names = fc.constantFrom('row', 'row', 'cell', 'note', 'rows');
const { element } = fc.letrec<{ element: Element; part: Element | string }>((tie) => ({
  part: fc.oneof({ maxDepth: 3 }, fc.constantFrom('calm', 'wide', 'a > b', 'x'), tie('element')),
  element: fc.record({
    name: names,
    weight: fc.nat(900),
    parts: fc.array(tie('part'), { maxLength: 3, depthIdentifier: 'deep' }),
  }),
}));

/** Prints elements in one of the ways in which programs print them; some put several tags in a line. */
function printed({ name, weight, parts }: Element, indent: string, step: string, joins: number): string {
  const open = `${indent}<${name} w="${weight}"`;
  if (parts.length === 0) return `${open}/>`;
  const inner = parts.map((part) =>
    typeof part === 'string'
      ? `${indent}${step}${part.replace('>', '&gt;')}`
      : printed(part, indent + step, step, joins),
  );
  if (joins === 1) return `${open}>${inner.map((part) => part.trim()).join('')}</${name}>`;
  if (joins === 2) return `${open}>\n${inner.join('\n')}</${name}>`;
  return [`${open}>`, ...inner, `${indent}</${name}>`].join('\n');
}

/** Whether every tag of a text is ended where it was begun. */
function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const [, end, name, self] of text.matchAll(/<(\/?)([\w.-]+)[^<>]*?(\/?)>/g))
    if (end) {
      if (open.pop() !== name) return false;
    } else if (!self) open.push(name!);
  return open.length === 0;
}

describe('elements of XML', () => {
  it('go whole or not at all: what is left is as well nested as all of it', () => {
    let cut = 0;
    fc.assert(
      fc.property(
        fc.array(element, { minLength: 60, maxLength: 140 }),
        fc.constantFrom('  ', '\t', ''),
        fc.array(fc.constantFrom(0, 0, 0, 1, 2), { minLength: 1, maxLength: 3 }),
        (list, step, joins) => {
          const rows = list.map((one, i) => printed({ ...one, name: 'row' }, step, step, joins[i % joins.length]!));
          const text = ['<?xml version="1.0"?>', '<all>', ...rows, '</all>'].join('\n');
          expect(isBalanced(text)).toBe(true);
          const shorter = records().compress(createContent(text), makeTask({ query: 'Which is it?' }));
          if (!shorter || 'then' in shorter || shorter.kind !== 'trimmed') return;
          cut += 1;
          const left = shorter.text.replace(/^\[….*\]$/gm, '');
          expect(isBalanced(left), shorter.text).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
    expect(cut).toBeGreaterThan(20);
  });

  it('are not guessed where lines do not tell where one ends', () => {
    const many = (line: string) => Array.from({ length: 40 }, () => line).join('\n');
    for (const row of ['<row>\n1\n</row> 7', '<row\n  a="1"\n/>', '<row>\n1', '<stdin>:3:7: error: no tray'])
      expect(elementsIn(`<all>\n${many(row)}\n</all>`.split('\n')), row).toBeUndefined();
  });
});
