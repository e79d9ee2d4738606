import { describe, expect, it } from 'vitest';
import { createHeadroom } from '../src/index.js';
import { agentSession, type SessionStep } from './agent-session.js';

interface Message {
  readonly role: string;
  readonly content: string | null;
  readonly tool_calls?: readonly unknown[];
  readonly tool_call_id?: string;
}

const SEEDS = Array.from({ length: 30 }, (_, i) => i + 1);
const RANGE = /, lines? (\d+)(?:-(\d+))?(?: as shown)?$/;

const messagesOf = (steps: readonly SessionStep[], ids: (i: number) => string): Message[] => [
  { role: 'user', content: 'What does the parser do with the order queue?' },
  ...steps.flatMap(({ tool, input, result }, i): Message[] => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: ids(i), type: 'function', function: { name: tool, arguments: JSON.stringify(input) } }],
    },
    { role: 'tool', tool_call_id: ids(i), content: result },
  ]),
];

async function shown(messages: readonly Message[]): Promise<readonly Message[]> {
  const { body } = await createHeadroom({ retrieval: 'tool', timeBudgetMs: 600_000 }).compress({
    model: 'gpt-4o',
    messages,
  });
  return body.messages;
}

/** Lines with the numbers a reader gives them: printed ones where there are any, a line without one goes on counting. */
function numbered(text: string, isView: boolean): Map<number, string> {
  const found = new Map<number, string>();
  let at = 0;
  for (const line of text.split('\n')) {
    const note = /^\[… lines? (\d+)(?:-(\d+))?: the same/.exec(line);
    if (note && isView) {
      at = Number(note[2] ?? note[1]);
      continue;
    }
    const [, number, body] = (isView && /^ *(\d+)\t(.*)$/s.exec(line)) || [];
    at = number === undefined ? at + 1 : Number(number);
    if (!isView || at > 0) found.set(at, (body ?? line).trimEnd());
  }
  return found;
}

/** The texts that a name in a note may mean at this place. */
function meant(name: string, steps: readonly SessionStep[], texts: readonly string[]): readonly [string, boolean][] {
  const arg = ({ input }: SessionStep): string => {
    const value = Object.values(input)
      .map((one) => (Array.isArray(one) ? one.join(' ') : one))
      .find((one) => typeof one === 'string' && one !== '' && !one.includes('\n'));
    return value === undefined ? '' : ` (${value as string})`;
  };
  const [, which = '', what = '', part] =
    /^(?:the|your) (\w+) (.*?(?:result|call)(?: \([^()]*\))?)(?:, (\w+))?$/.exec(name) ?? [];
  const isCall = name.startsWith('your');
  const like = texts.flatMap((text, i): [SessionStep, string][] =>
    what === `${steps[i]!.tool} ${isCall ? 'call' : 'result'}${arg(steps[i]!)}` ? [[steps[i]!, text]] : [],
  );
  const chosen =
    which === 'previous' ? like.slice(-1) : /^\d/.test(which) ? [like[Number.parseInt(which, 10) - 1]!] : like;
  if (which === 'earlier' || which === 'own') expect(like, name).toHaveLength(1);
  return chosen.map(([step, text]) =>
    isCall ? [String(step.input[part!]), false] : [text, step.firstLine !== undefined],
  );
}

describe.each(SEEDS)('session %i', (seed) => {
  const steps = agentSession(seed);
  const raw = messagesOf(steps, seed % 3 === 0 ? (i) => `call_${i % 2}` : (i) => `call_${i}`);
  const whole = shown(raw);

  it('comes out the same turn by turn, whether the client keeps its own history or ours', async () => {
    const all = await whole;
    let ours: readonly Message[] = [];
    for (let n = 1; n <= raw.length; n += 2) {
      expect(await shown(raw.slice(0, n))).toEqual(all.slice(0, n));
      ours = await shown([...ours, ...raw.slice(ours.length, n)]);
      expect(ours).toEqual(all.slice(0, n));
    }
    expect(await shown(all)).toEqual(all);
  });

  it('points at lines that stand there, by names that mean one text, and numbers lines as they are', async () => {
    const texts = (await whole).filter(({ role }) => role === 'tool').map(({ content }) => content!);
    for (const [i, text] of texts.entries()) {
      const { result, firstLine, isWorkingCopy } = steps[i]!;
      const own = numbered(result, firstLine !== undefined);
      if (text === result) continue;
      const isRepeatsOnly =
        !text.includes('[Left out: ') || /\[Left out: \d+ of \d+ lines that stand in [^;]*$/.test(text);
      if (isWorkingCopy) expect(isRepeatsOnly, text).toBe(true);
      if (firstLine !== undefined && isRepeatsOnly)
        for (const [number, body] of numbered(text.replace(/\n\[Left out: .*$/s, ''), true))
          if (!body.startsWith('[The same')) expect(body).toBe(own.get(number));
      for (const [, number, body] of text.split('[Of what is left out, by line:]')[1]?.matchAll(/^(\d+): (.*)$/gm) ??
        [])
        expect(body!.trimEnd()).toBe(own.get(Number(number)));
      for (const [, all, first, last, names] of text.matchAll(
        /^\[(?:The same (\d+) lines as|… lines? (\d+)(?:-(\d+))?: the same as) in (.*)\]$/gm,
      )) {
        // A packed text has lines of its own, counted as they would have been shown.
        if (all && Number(all) !== own.size) continue;
        const from = first ? Number(first) : (firstLine ?? 1);
        const to = first ? Number(last ?? first) : from + Number(all) - 1;
        let at = from;
        for (const place of names!
          .replace('; it changed in between and changed back', '')
          .split(/ and (?=the |your )/)) {
          const range = RANGE.exec(place);
          for (const [source, isView] of meant(place.replace(RANGE, ''), steps.slice(0, i + 1), texts.slice(0, i))) {
            const lines = numbered(source, isView);
            const start = range ? Number(range[1]) : first ? from : (lines.keys().next().value ?? 1);
            const count = range ? Number(range[2] ?? range[1]) - start + 1 : to - at + 1;
            for (let k = 0; k < count; k++) expect(lines.get(start + k), `${text}\n${place}`).toBe(own.get(at + k));
            at += count;
          }
        }
        expect(at).toBe(to + 1);
      }
    }
  });
});
