import { fixtures } from '../cases/fixtures.js';
import { generatedTexts } from '../questions/generate.js';
import { hasToken } from '../questions/whole-token.js';
import { pick, random } from '../random.js';
import { type Item, type TaskSource, verdict } from './item.js';
import { shuffled } from './shuffled.js';

const SHARES = [0.12, 0.37, 0.61, 0.88];
const FIRST = ['brass', 'amber', 'slate', 'umber', 'coral', 'ivory', 'cobalt', 'russet'];
const SECOND = ['otter', 'heron', 'lynx', 'newt', 'finch', 'vole', 'tern', 'stoat'];
const LEAST_CHARACTERS = 6000;
const LEVEL = /\b(?:INFO|WARN|WARNING|ERROR|DEBUG)\b/;

interface Hay {
  readonly id: string;
  readonly text: string;
}

/** Long outputs of tools, those of each kind in turn. */
function hays(seed: number): Hay[] {
  const long = [...fixtures(), ...generatedTexts(seed)].filter(({ text }) => text.length >= LEAST_CHARACTERS);
  const kinds = new Map<string, Hay[]>();
  for (const hay of shuffled(long, seed)) {
    const kind = hay.id.slice(0, hay.id.indexOf('/'));
    kinds.set(kind, [...(kinds.get(kind) ?? []), hay]);
  }
  const most = Math.max(...[...kinds.values()].map((list) => list.length));
  return Array.from({ length: most }, (_, i) => [...kinds.values()].flatMap((list) => list[i] ?? [])).flat();
}

function rowsOf(text: string): Record<string, unknown>[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Puts words into a tool output, as a row or a line that looks like the one before it. */
function plant(text: string, share: number, words: string): string {
  const rows = rowsOf(text);
  if (rows) {
    const at = Math.floor(rows.length * share);
    const planted = rows.map((row, i) => (i === at ? { ...row, remark: words } : row));
    return JSON.stringify(planted, undefined, text.includes('\n') ? 2 : 0);
  }
  const lines = text.split('\n');
  const at = Math.max(1, Math.floor(lines.length * share));
  const before = lines[at - 1] ?? '';
  const level = LEVEL.exec(before);
  lines.splice(at, 0, level ? `${before.slice(0, level.index)}INFO ${words}` : words);
  return lines.join('\n');
}

/** Asked before the output is read, or after: then the words that were kept were chosen for nothing in particular. */
function says(question: string, isLater: boolean): string[] {
  const first = 'Call read_output';
  return isLater
    ? [`${first} and say READ when you have read it.`, `${question} Answer with the code only.`]
    : [`${first} and answer: ${question} Answer with the code only.`];
}

function needleItem(seed: number, nth: number, hay: Hay): Item {
  const next = random(seed * 1000 + nth);
  const share = pick(SHARES, next);
  const isLater = nth % 3 === 2;
  const name = `${pick(FIRST, next)}-${pick(SECOND, next)}`;
  const code = `HX-${10_000 + Math.floor(next() * 89_999)}`;
  const text = plant(hay.text, share, `the handover code of ${name} is ${code}`);
  return {
    id: `needle/${hay.id}/${isLater ? 'later' : 'known'}/${nth}`,
    task: 'needle',
    says: says(`what is the handover code of "${name}"?`, isLater),
    tools: [readOutput],
    needles: [code],
    open: () => ({ call: (tool) => (tool === 'read_output' ? text : `There is no tool ${tool}.`) }),
    check: ({ text: answer }) => verdict(hasToken(answer, code) && answer.length < 1300, answer),
  };
}

export const readOutput = {
  name: 'read_output',
  description: 'Returns the output of the command that was run before.',
  parameters: { type: 'object', properties: {} },
};

export const needle: TaskSource = {
  name: 'needle',
  title: 'One code in a long tool output, asked for before or after it was read',
  tier: 1,
  data: 'made from the seed; Apache-2.0, as this project',
  items({ seed, count }) {
    const all = hays(seed);
    return Array.from({ length: count }, (_, nth) => needleItem(seed, nth, all[nth % all.length] as Hay));
  },
};
