import { createHeadroom } from '@headroom/core';

/** What an example found out. */
export interface Told {
  readonly question: string;
  /** The result of the tool as the program has it. */
  readonly original: string;
  /** What reached the model: its text, or anything that holds it, such as the body of a request. */
  readonly arrived: unknown;
  readonly answer: string;
  readonly model?: string;
}

const SHOWN_LINES = 6;
const SHOWN_WIDTH = 150;
const headroom = createHeadroom();

/** Prints the question, what the tool said, what the model read of it, what that saved and why, and the answer. */
export async function tell({ question, original, arrived, answer, model = 'gpt-4o' }: Told): Promise<void> {
  const read = textFrom(arrived);
  if (read === undefined) throw new Error('Nothing short has reached the model');
  const before = await tokensOf(original, model);
  const after = await tokensOf(read, model);
  const left = /Left out: ([^(.\]]+[^(.\] ])/.exec(read)?.[1] ?? 'nothing';
  const ids = answer.match(/[\w-]*\d{3,}/g) ?? [];
  const saved = `${(100 * (1 - after / before)).toFixed(0)} % of the tokens, in every request that follows`;
  const said = [
    ['Question', question],
    ['Before', `${before} tokens, the whole result of the tool:\n${shown(original, [])}`],
    ['After', `${after} tokens, what the model read instead:\n${shown(read, ids)}`],
    ['Saved', saved],
    [
      'Why',
      `rows that differ, are asked for or stand at an end stay; the others (${left}) are counted, and the model can ask for them`,
    ],
    ['Answer', answer],
  ];
  console.log(said.map(([name = '', text]) => `${name.padEnd(9)} ${text}`).join('\n'));
}

/** The shortened text in something that was sent: the string that carries the mark of an original. */
function textFrom(value: unknown): string | undefined {
  if (typeof value === 'string') {
    if (/^\s*[[{]/.test(value)) {
      try {
        return textFrom(JSON.parse(value)) ?? undefined;
      } catch {
        // Not JSON: the text itself.
      }
    }
    return /hash=[0-9a-f]{24}/.test(value) ? value : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const item of Object.values(value)) {
    const found = textFrom(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function tokensOf(text: string, model: string): Promise<number> {
  const { tokensBefore } = await headroom.simulate([{ role: 'user', content: text }], { model });
  return tokensBefore;
}

/** The beginning of a text, and its lines that the answer names. */
function shown(text: string, ids: readonly string[]): string {
  const lines = text.split('\n').map(clip);
  const named = lines.slice(SHOWN_LINES).filter((line) => ids.some((id) => line.includes(id)));
  const more = lines.length - SHOWN_LINES - named.length;
  const all = [...lines.slice(0, SHOWN_LINES), ...named, ...(more > 0 ? [`… ${more} more lines`] : [])];
  return all.map((line) => `            ${line}`).join('\n');
}

function clip(line: string): string {
  return line.length > SHOWN_WIDTH ? `${line.slice(0, SHOWN_WIDTH)}…` : line;
}
