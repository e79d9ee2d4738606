import { PRICES, PRICES_DATE } from '@headroom/core';
import { read, write } from './files.js';

const MODEL = 'claude-sonnet-4-5';
const TURNS = 30;
/** Tokens: of the system prompt and tools, of a result, of what the model says, a turn. */
const BEFORE = 12_000;
const RESULT = 4000;
const SAID = 300;
/** A policy that shortens what is old keeps so many results whole, and this share of the others. */
const WINDOW = 5;
const MASKED = 0.05;

/** Tokens of each message of turn `i`, as they are sent with the request of turn `now`. */
type Shown = (i: number, now: number) => number;

/** Dollars of the input of all requests: what begins like the request before is read from the cache, the rest is written to it. */
function dollarsOf(shown: Shown): number {
  const {
    input,
    cached,
    written = input,
  } = PRICES[MODEL] as { readonly input: number; readonly cached: number; readonly written?: number };
  let dollars = 0;
  let last: readonly number[] = [];
  for (let now = 0; now < TURNS; now++) {
    const sent = [BEFORE, ...Array.from({ length: now }, (_, i) => shown(i, now) + SAID)];
    let same = 0;
    while (same < last.length && last[same] === sent[same]) same++;
    const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);
    dollars += (sum(sent.slice(0, same)) * cached + sum(sent.slice(same)) * written) / 1e6;
    last = sent;
  }
  return dollars;
}

/** What a session costs under three policies, with list prices; drawn as bars. */
export function writeMoney(): void {
  const { support } = JSON.parse(read('docs/reports/evals.json')) as {
    readonly support: {
      readonly shared: { readonly policies: readonly { readonly name: string; readonly saved: number }[] };
    };
  };
  const saved = support.shared.policies.find(({ name }) => name === 'balanced')?.saved ?? 0;
  const policies = [
    ['as it is', dollarsOf(() => RESULT), 'box'],
    [`${saved} % less, at first sight`, dollarsOf(() => Math.round(RESULT * (1 - saved / 100))), 'good'],
    [
      `results older than ${WINDOW} turns emptied`,
      dollarsOf((i, now) => (now - i > WINDOW ? Math.round(RESULT * MASKED) : RESULT)),
      'box',
    ],
  ] as const;
  const most = Math.max(...policies.map(([, dollars]) => dollars));
  const bars = policies.map(([name, dollars, look], nth) => {
    const y = 10 + nth * 44;
    const width = Math.round((dollars / most) * 400);
    return `<text x="0" y="${y + 12}">${name}</text><rect class="${look}" x="0" y="${y + 18}" width="${width}" height="16" rx="2" /><text x="${width + 8}" y="${y + 31}">$${dollars.toFixed(2)}</text>`;
  });
  const words = policies.map(([name, dollars]) => `${name}: $${dollars.toFixed(2)}`).join('; ');
  write(
    'generated/money.md',
    `<figure><svg viewBox="0 0 500 145" role="img" aria-label="${words}">${bars.join('')}</svg>
<figcaption>The input of one session of ${TURNS} turns: ${BEFORE.toLocaleString('en-US')} tokens of system prompt and tools, a result of ${RESULT.toLocaleString('en-US')} tokens a turn. List prices of ${MODEL}, looked up ${PRICES_DATE}. Calculated when this page was built.</figcaption></figure>
`,
  );
}
