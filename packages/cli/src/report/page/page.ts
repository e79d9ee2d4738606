import { PRICES_SOURCE } from '@headroom/core';
import type { Report } from '../report.js';
import type { Figures, ModelFigures } from '../tally.js';
import { exampleSection } from './examples.js';
import { Html, html } from './html.js';
import { amount, bytes, counted, dollars, percent, share, shareOf } from './numbers.js';
import { STYLE } from './style.js';
import { kindSection, windowSection } from './window.js';

/** Every agent's name as people know it. */
const NAMES = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  'gemini-cli': 'Gemini CLI',
  opencode: 'opencode',
} as const;

/** The report as one page that needs nothing else: no script, no network. */
export function writePage(report: Report): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>What your agents send, and what they need</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
${head(report)}
${windowSection(report)}
${needsSection(report.total)}
${exampleSection(report.examples, NAMES)}
${moneySection(report)}
${kindSection(report)}
${howSection(report)}
</main>
</body>
</html>
`;
  return page.markup;
}

const saved = ({ billBefore, billAfter }: Figures) => percent(billBefore - billAfter, billBefore);

function head({ total, sample, agents, left }: Report): Html {
  const percentSaved = saved(total);
  const title =
    percentSaved >= 0.5
      ? html`Your agents could have paid <b>${Math.round(percentSaved)} % less</b> for what they read.`
      : html`On these sessions there is <b>little to save</b>.`;
  const [kept, all] = [total.used[0] + total.said[0], total.used[1] + total.said[1]];
  const names = Object.keys(agents).map((name) => NAMES[name as keyof typeof NAMES]);
  return html`<p class="kicker">Headroom report · ${names.join(', ')}${sample.from && html` · <span class="day">${sample.from}</span>`}${sample.to !== sample.from && html` to <span class="day">${sample.to}</span>`}</p>
<h1>${title}</h1>
<p>Replayed on this machine from ${counted(sample.read, 'session')} of your own: ${counted(total.requests, 'request')} to a model. Nothing was sent anywhere, and no
model was asked. Tool outputs are shortened once, before the model first sees them, so the provider’s prompt cache stays valid.</p>
<div class="cards">
<div class="card"><b>${share(total.billAfter, total.billBefore)}</b><span>of the input bill would be left, prompt cache included</span></div>
<div class="card"><b>${amount(total.tokensBefore - total.tokensAfter)}</b><span>tokens less to send, of ${amount(total.tokensBefore)} (${share(total.tokensBefore - total.tokensAfter, total.tokensBefore)})</span></div>
<div class="card"><b>${share(kept, all)}</b><span>of what later steps took from earlier outputs still in sight (${all.toLocaleString('en-US')} facts)</span></div>
<div class="card"><b>${shareOf(total.whole)}</b><span>of the conversations with nothing missing that a call or an edit used</span></div>
</div>
${hookNote(total)}
${doneNote(left)}
${sampleNote(sample)}`;
}

/** What one command gives without a proxy, where that is less. */
function hookNote({ billBefore, billAfter, billByHook }: Figures): Html {
  if (percent(billByHook - billAfter, billBefore) < 0.5) return html``;
  return html`<p><small>That is what the engine gives where it sees every output. Claude Code’s own hook, which <code>headroom wrap claude</code> uses, must leave files that
were read, edits and failed calls whole: with it alone ${share(billByHook, billBefore)} of the bill would be left.</small></p>`;
}

/** What was shortened when the sessions took place cannot be saved once more. */
function doneNote({ shortened }: Report['left']): Html {
  if (!shortened) return html``;
  return html`<p><small>In these sessions Headroom had been at work already: ${counted(shortened.results, 'output')} came shortened. They are read as they were sent, so that what it
saved then is not in these figures; <code>headroom stats</code> tells it.</small></p>`;
}

function sampleNote({ found, read, bytesFound, bytesRead, broken }: Report['sample']): Html {
  const all = read >= found && bytesRead >= bytesFound;
  const note = all
    ? `All ${counted(found, 'session')} that were found (${bytes(bytesFound)}).`
    : `A sample: ${read.toLocaleString('en-US')} of ${counted(found, 'session')}, ${bytes(bytesRead)} of ${bytes(bytesFound)}. They are taken in the order of a hash of their file’s name, which has nothing to do with age, size or agent, as many as fit into a minute. With --all every one is read.`;
  const odd =
    broken === 0 ? '' : ` ${counted(broken, 'line or file', 'lines or files')} could not be read and were passed over.`;
  return html`<p><small>${note}${odd}</small></p>`;
}

function needsSection({ used, anchors, said, whole }: Figures): Html {
  const row = (name: string, what: string, [kept, all]: Figures['used']) =>
    html`<tr><td>${name}<br><small>${what}</small></td><td>${all.toLocaleString('en-US')}</td><td>${kept.toLocaleString('en-US')}</td><td class="${kept === all ? 'ok' : 'bad'}">${share(kept, all)}</td></tr>`;
  return html`<h2>Would the next step still have found what it used?</h2>
<p>Cheap is easy: leave things out. So for every step of your sessions we look at what the agent did next, and take the names, paths, numbers and lines
of code that it can only have from an earlier tool output. Then we look whether they still stand, letter by letter, in what would have been sent.</p>
<div class="wide"><table>
<tr><th>what the agent wrote next</th><th>facts it took</th><th>still in sight</th><th></th></tr>
${row('In its calls', 'paths, names, numbers, line numbers, addresses, and the texts of its edits', used)}
${row('In the text an edit replaces', 'all lines of it; an edit fails without them', anchors)}
${row('In its answers', 'what it told you', said)}
${row('Conversations with nothing missing', 'for calls and edits', whole)}
</table></div>
<p><small>What is shortened can be asked back: the original stays on your machine and the model has a tool to read it. Asking back is not counted as “in sight”.</small></p>`;
}

function moneySection({ total, agents, models, pricesDate }: Report): Html {
  const rows = Object.entries(agents).map(
    ([name, one]) =>
      html`<tr><td>${NAMES[name as keyof typeof NAMES]}</td><td>${share(one.billAfter, one.billBefore)}</td><td>${name === 'codex' ? '–' : share(one.billByHook, one.billBefore)}</td><td>${amount(one.tokensBefore)}</td><td>${amount(one.tokensAfter)}</td><td>${one.requests.toLocaleString('en-US')}</td><td>${one.conversations.toLocaleString('en-US')}</td></tr>`,
  );
  const { counted: told } = total;
  const input = told.input + told.cached + told.written;
  const cached = html`<p>The providers themselves counted ${amount(input)} tokens of input in these sessions, ${share(told.cached, input)} of them read from their cache, and ${amount(told.output)} of output, which nothing here changes.</p>`;
  return html`<h2>The bill</h2>
<p>A request repeats the whole conversation, but the provider remembers how the last one began: those tokens cost about a tenth, new ones about a quarter more than
the list price. That is why the bill shrinks differently from the tokens.</p>
<div class="wide"><table>
<tr><th>agent</th><th>bill left</th><th>by its hook alone</th><th>tokens sent</th><th>with Headroom</th><th>requests</th><th>conversations</th></tr>
${rows}
</table></div>
${input > 0 && cached}
<div class="wide"><table>
<tr><th>model</th><th>input, list price</th><th>with Headroom</th><th>less</th><th>requests</th></tr>
${Object.entries(models).map(([name, one]) => modelRow(name, one))}
</table></div>
<p><small>List prices of ${pricesDate} (${PRICES_SOURCE}), cache reads and writes included, output not. A model that is not in that table has no price here: none is guessed. If you pay a
flat rate, read the share as room in your window and your limits.</small></p>`;
}

function modelRow(name: string, { requests, counter, dollarsBefore, dollarsAfter }: ModelFigures): Html {
  const priced = dollarsBefore !== undefined && dollarsAfter !== undefined;
  const money = priced
    ? html`<td>${dollars(dollarsBefore)}</td><td>${dollars(dollarsAfter)}</td><td>${share(dollarsBefore - dollarsAfter, dollarsBefore)}</td>`
    : html`<td class="soft">no price known</td><td></td><td></td>`;
  return html`<tr><td>${name}<br><small>counted with ${counter}</small></td>${money}<td>${requests.toLocaleString('en-US')}</td></tr>`;
}

/** The command that starts each agent with Headroom. */
const COMMANDS = { 'claude-code': 'claude', codex: 'codex', 'gemini-cli': 'gemini', opencode: 'opencode' } as const;

function howSection({ sample, total, agents }: Report): Html {
  const commands = Object.keys(agents).map((name) => `headroom wrap ${COMMANDS[name as keyof typeof COMMANDS]}`);
  return html`<h2>How this was made, and what it cannot say</h2>
<p>Each conversation goes through the engine once, as it is in the transcript. What the engine makes of an output depends on nothing that comes later, so every request is a
beginning of the same bytes. Tokens of a request: 4 for each message, its text, and the names and arguments of its calls, in the model’s own vocabulary where it is public, else an
estimate. Bill: 0.1 for a token that the request before already had, 1.25 for any other. Caches that ran out between two requests are not in it; there more would be saved.</p>
<p>System prompts and tool definitions are in no transcript. Where the provider’s count of a first request is known, what it has beyond the transcript is taken to be them and to be in every
request (${share(total.tokensUnseen, total.tokensBefore)} of what was sent). Pictures and reasoning are not counted.</p>
<p>The measure sees what the agent did with what it saw. It cannot see what a model would have done with less before it, nor what it would have asked back; a fact nobody used is not tested.
Whole files that were read with line numbers stay readable as they are.</p>
<p>Secrets are covered as ••••• in the examples: known kinds of keys and tokens, values behind names such as <code>password</code>, and long random words. Look yourself before you pass this page on.</p>
<h2>Try it</h2>
<pre class="cmd">${commands.join('\n')}</pre>
<p>One session with shortened tool outputs; no file of yours is changed, and what is left out can be asked back. <code>headroom stats</code> shows what it saved.</p>
<footer>Made in ${sample.seconds} s by <code>headroom report</code>. This file is complete: it loads nothing.</footer>`;
}
