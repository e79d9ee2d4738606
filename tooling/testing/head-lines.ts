import type { Compressor } from '@headroom/core';

/** A compressor for tests of doors: keeps the first two and the last line of anything longer than ten lines. */
export function headLines(): Compressor {
  return {
    name: 'head_lines',
    match: ({ lines }) => (lines.length > 10 ? 1 : 0),
    compress({ lines }, { mode }) {
      if (mode === 'lossless') return undefined;
      const text = [...lines.slice(0, 2), lines.at(-1)].join('\n');
      return {
        kind: 'trimmed',
        licence: 'rows',
        text,
        omitted: { summary: `${lines.length - 3} of ${lines.length} lines` },
      };
    },
  };
}

/** A compressor for tests of lossless changes: `key = value` lines lose the spaces around `=`. */
export function tightLines(): Compressor {
  return {
    name: 'tight_lines',
    match: ({ text }) => (text.startsWith('key ') ? 1 : 0),
    compress: ({ text }) => ({ kind: 'packed', text: text.replaceAll('   ', ' ') }),
  };
}

/**
 * A listing of a warehouse, about 14 tokens a line. What is looked for stands somewhere in its middle and looks like all other
 * lines, so that nothing but the question could keep it in sight: `north secret is in bin 4711`.
 */
export function listing(name: string, lines = 120): string {
  return Array.from({ length: lines }, (_, line) => {
    const other = 1000 + ((line * 7919) % 8000);
    const bin = line === Math.floor(lines / 2) ? 4711 : other === 4711 ? 4712 : other;
    return `${name} shelf ${line}: ${name} secret is in bin ${bin}`;
  }).join('\n');
}
