import type { Mask } from '@headroom/agents/sessions';
import type { Candidate, Digest } from './digest.js';
import type { Replayed, ReplayedResult } from './replay.js';

/** One result as it came and as it would be sent, cut to what a page shows, secrets covered. */
export interface Example {
  readonly agent: string;
  readonly tool: string;
  readonly input: string;
  readonly kind: string;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  readonly requests: number;
  readonly before: string;
  readonly after: string;
  /** What later steps took from it. */
  readonly taken: ReplayedResult['taken'];
}

const MOST = 10;
const MOST_CHARACTERS = 5000;
const SHOWN_OF_THE_SAME = 1200;
const MOST_TAKEN = 6;
const LEAST_TOKENS = 150;
const KEPT_OF_A_KIND = 6;

/** The most telling results of one conversation, cut to what will be shown: a few of each kind of text and tool. */
export function examplesOf({ conversation: { agent }, results }: Replayed): Candidate[] {
  const worthOf = ({ tokensBefore, tokensAfter, taken }: ReplayedResult) => {
    const gone = tokensBefore - tokensAfter;
    // One from which something was taken tells more than a large one; no larger one tells more than 4,000 tokens do.
    return (Math.min(4000, gone) + 1500 * Math.min(2, taken.length)) * (0.3 + gone / tokensBefore);
  };
  const telling = results
    .filter(({ kind, tokensBefore, tokensAfter }) => kind !== undefined && tokensBefore - tokensAfter >= LEAST_TOKENS)
    .map((result) => ({ worth: worthOf(result), result }))
    .sort((a, b) => b.worth - a.worth);
  const ofGroup = new Map<string, number>();
  return telling.flatMap(({ worth, result }) => {
    const { kind = '', tool, input, tokensBefore, tokensAfter, requests, taken } = result;
    const count = ofGroup.get(groupOf(result)) ?? 0;
    if (count === KEPT_OF_A_KIND) return [];
    ofGroup.set(groupOf(result), count + 1);
    const plain = { agent, tool, input, kind, tokensBefore, tokensAfter, requests, taken };
    return [{ worth, example: { ...plain, ...cutBoth(result) } }];
  });
}

const groupOf = ({ kind, tool }: { readonly kind: string | undefined; readonly tool: string }) => `${kind} ${tool}`;

/** Keeps the most telling results while sessions pass by. */
export class Examples {
  readonly #best = new Map<string, readonly Candidate[]>();

  add({ examples }: Digest): void {
    for (const candidate of examples) {
      const group = groupOf(candidate.example);
      const list = this.#best.get(group) ?? [];
      if (list.length === KEPT_OF_A_KIND && candidate.worth <= (list.at(-1)?.worth ?? 0)) continue;
      const sorted = [...list, candidate].sort((a, b) => b.worth - a.worth);
      this.#best.set(group, sorted.slice(0, KEPT_OF_A_KIND));
    }
  }

  /** Ten, of as many kinds as there are, secrets covered. */
  async masked(mask: Mask): Promise<Example[]> {
    const picked: Example[] = [];
    const groups = [...this.#best].sort(([, [a]], [, [b]]) => (b?.worth ?? 0) - (a?.worth ?? 0));
    const ofKind = new Map<string, number>();
    for (let round = 0; round < KEPT_OF_A_KIND && picked.length < MOST; round++)
      for (const [group, list] of groups) {
        const kind = group.split(' ')[0] ?? '';
        const example = list[round]?.example;
        if (!example || picked.length === MOST || (ofKind.get(kind) ?? 0) > 2 * round + 1) continue;
        ofKind.set(kind, (ofKind.get(kind) ?? 0) + 1);
        picked.push(example);
      }
    return Promise.all(picked.map((example) => covered(example, mask)));
  }
}

async function covered(example: Example, mask: Mask): Promise<Example> {
  const [tool, input, before, after] = await Promise.all(
    [example.tool, example.input.slice(0, 400), example.before, example.after].map(mask),
  );
  // A string by itself may not look like a secret that it does look like in its place: what is covered there is not shown here.
  const shown = example.taken.filter(({ text }) => before?.includes(text)).slice(0, MOST_TAKEN);
  const taken = await Promise.all(shown.map(async (one) => ({ ...one, text: await mask(one.text.slice(0, 200)) })));
  return { ...example, tool: tool ?? '', input: input ?? '', before: before ?? '', after: after ?? '', taken };
}

/** Both texts from a little before where they first differ. */
function cutBoth({ before, after }: ReplayedResult): Pick<Example, 'before' | 'after'> {
  if (before.length <= MOST_CHARACTERS) return { before, after: cut(after) };
  let same = 0;
  while (same < after.length && before[same] === after[same]) same += 1;
  const from = same < SHOWN_OF_THE_SAME ? 0 : before.lastIndexOf('\n', same - SHOWN_OF_THE_SAME / 2) + 1;
  const start = from === 0 ? '' : `   ⋮   ${from.toLocaleString('en-US')} characters, the same in both   ⋮\n`;
  return { before: start + cut(before.slice(from)), after: start + cut(after.slice(from)) };
}

/** The start and the end of a long text, by whole lines where it has some. */
function cut(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const head = text.slice(0, (MOST_CHARACTERS * 2) / 3);
  const tail = text.slice(-MOST_CHARACTERS / 3);
  const start = head.slice(0, Math.max(head.lastIndexOf('\n'), head.length * 0.8));
  const end = tail.slice(Math.min(tail.indexOf('\n') + 1, tail.length * 0.2));
  return `${start}\n   ⋮   ${(text.length - start.length - end.length).toLocaleString('en-US')} characters not shown on this page   ⋮\n${end}`;
}
