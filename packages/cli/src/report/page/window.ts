import type { Report } from '../report.js';
import type { ResultFigures } from '../tally.js';
import { type Html, html } from './html.js';
import { kindName } from './kind-name.js';
import { amount, counted, percent, share } from './numbers.js';

const MOST_BARS = 10;

/** Where the window goes: by tool, and what is not a tool's. */
export function windowSection({ total, tools }: Report): Html {
  const rows = Object.entries(tools);
  const [first, rest] = [rows.slice(0, MOST_BARS), rows.slice(MOST_BARS)];
  const sumOf = (
    list: readonly (readonly [string, ResultFigures])[],
    of: 'sent' | 'sentAfter' | 'tokens' | 'tokensUnused',
  ) => list.reduce((sum, [, one]) => sum + one[of], 0);
  const byTools = sumOf(rows, 'sent');
  const others = total.tokensBefore - byTools - total.tokensUnseen;
  const most = Math.max(1, total.tokensUnseen, others, ...rows.map(([, { sent }]) => sent));
  const bars = first.map(([name, { sent, sentAfter, results }]) =>
    bar(name, {
      stays: sentAfter,
      goes: sent - sentAfter,
      own: 0,
      most,
      note: `${share(sent, total.tokensBefore)} · ${counted(results, 'output')}`,
    }),
  );
  if (rest.length > 0) {
    const [sent, after] = [sumOf(rest, 'sent'), sumOf(rest, 'sentAfter')];
    bars.push(
      bar(counted(rest.length, 'other tool'), {
        stays: after,
        goes: sent - after,
        own: 0,
        most,
        note: share(sent, total.tokensBefore),
      }),
    );
  }
  const plain = (name: string, own: number) =>
    own > 0 ? bar(name, { stays: 0, goes: 0, own, most, note: share(own, total.tokensBefore) }) : html``;
  return html`<h2>Where the window goes</h2>
<p>Of ${amount(total.tokensBefore)} tokens sent, ${share(byTools, total.tokensBefore)} were outputs of tools, most of them again and again: an output stays in the window for the rest of the session.
From ${share(sumOf(rows, 'tokensUnused'), sumOf(rows, 'tokens'))} of the outputs’ tokens no later step took a word that stood nowhere else.</p>
<p class="key"><span><i class="stays"></i>still sent with Headroom</span><span><i class="goes"></i>no longer sent</span><span><i class="own"></i>not a tool’s output, never touched</span></p>
<div class="bars">${bars}${plain('You and your agent: messages and calls', others)}${plain('System prompt and tools', total.tokensUnseen)}</div>`;
}

interface Bar {
  readonly stays: number;
  readonly goes: number;
  readonly own: number;
  readonly most: number;
  readonly note: string;
}

function bar(name: string, { stays, goes, own, most, note }: Bar): Html {
  const part = (kind: string, value: number) =>
    value > 0 ? html`<i class="${kind}" style="width:${percent(value, most).toFixed(2)}%"></i>` : html``;
  const less = stays + goes > 0 && goes > 0 ? ` · ${share(goes, stays + goes)} less` : '';
  return html`<div class="bar"><div class="head"><span class="name">${name}</span><span>${note}${less}</span></div><div class="track">${part('stays', stays)}${part('goes', goes)}${part('own', own)}</div></div>`;
}

const REASONS: Readonly<Record<string, string>> = {
  small: 'small: nothing to gain',
  dense: 'dense: nothing found that could go',
  edited: 'edited: files the agent is working on',
  error: 'error: what went wrong stays whole',
  retrieved: 'retrieved: originals that were asked back',
  shortened: 'shortened: Headroom was at work already',
  long: 'long: over the limit of 16 million characters',
  other: 'other reasons',
};

/** What became of the outputs by their kind, and what was left whole and why. */
export function kindSection({ kinds, left }: Report): Html {
  const row = (name: string, { results, tokens, tokensAfter, taken }: ResultFigures) =>
    html`<tr><td>${name}</td><td>${results.toLocaleString('en-US')}</td><td>${amount(tokens)}</td><td>${tokens === tokensAfter ? '–' : share(tokens - tokensAfter, tokens)}</td><td>${taken[1] === 0 ? '–' : `${taken[0].toLocaleString('en-US')} of ${taken[1].toLocaleString('en-US')}`}</td></tr>`;
  return html`<h2>What was shortened, and what was left whole</h2>
<div class="wide"><table>
<tr><th>shortened</th><th>outputs</th><th>tokens</th><th>less</th><th>facts taken, in sight</th></tr>
${Object.entries(kinds).map(([name, one]) => row(kindName(name), one))}
<tr><th>left whole, and why</th><th></th><th></th><th></th><th></th></tr>
${Object.entries(left).map(([name, one]) => row(REASONS[name] ?? name, one))}
</table></div>
<p><small>Each output counted once.</small></p>`;
}
