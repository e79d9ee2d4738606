import type { Learned, LearnedProject, Waste } from '../learn.js';
import type { Measured, Rate } from '../rules/measure.js';
import type { Rule } from '../rules/rule.js';
import { Html, html } from './html.js';
import { STYLE } from './style.js';

/** What was learnt as one page that needs nothing else: no script, no network. */
export function reportPage({ projects, gathered }: Learned): string {
  const seen = projects.filter(({ sessions }) => sessions > 0);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>What your agents keep getting wrong</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
${head(seen, gathered.found)}
${seen.map(projectSection)}
<footer><p>Made by <code>headroom learn</code> on this machine; nothing was sent anywhere unless a model was named. A failure is what an exit code or
an error flag says is one, never a word in an output. A rate is the share of a project’s sessions in which the failure was seen. <b>Helps</b>: so few
later sessions with it would be seen by chance in at most one of ten cases (Fisher’s exact test). It says what came after the rule, not that the rule
was the cause.</p></footer>
</main>
</body>
</html>
`.markup;
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const counted = (n: number, one: string) => `${n.toLocaleString('en-US')} ${one}${n === 1 ? '' : 's'}`;

function head(projects: readonly LearnedProject[], found: number): Html {
  const measured = projects.flatMap((project) => project.measured);
  const rules = sum(projects.map((project) => project.rules.length));
  const helping = measured.filter(({ verdict }) => verdict === 'helps').length;
  const title =
    measured.length === 0
      ? html`<b>${counted(rules, 'rule')}</b> found, none written yet.`
      : html`<b>${helping} of ${measured.length}</b> written ${measured.length === 1 ? 'rule' : 'rules'} can be seen to help.`;
  return html`<p class="kicker">Headroom learn · ${counted(projects.length, 'project')}, ${counted(sum(projects.map(({ sessions }) => sessions)), 'session')}, ${counted(found, 'transcript')}</p>
<h1>${title}</h1>
<p>What failed in past sessions and what then worked, and whether it failed less once a rule about it stood in the project’s files.</p>`;
}

function projectSection(project: LearnedProject): Html {
  const { root, sessions, calls, measured, rules, waiting, waste } = project;
  const written = new Set(measured.map(({ id }) => id));
  const fresh = rules.filter(({ id }) => !written.has(id));
  return html`<section>
<h2>${root}</h2>
<p class="soft">${counted(sessions, 'session')}, ${counted(calls, 'call')} of tools</p>
${measured.length > 0 && measuredTable(measured)}
${fresh.length > 0 && html`<h3>Found, not written</h3>${ruleTable(fresh.map((rule) => ({ rule, note: '' })))}`}
${waiting.length > 0 && html`<h3>Not rules</h3><p class="soft">Seen, but too seldom, or something speaks against it.</p>${ruleTable(waiting.slice(0, 30).map(({ rule, because }) => ({ rule, note: because })))}`}
${waste.length > 0 && wasteTable(waste.slice(0, 12))}
</section>`;
}

const VERDICTS: Readonly<Record<Measured['verdict'], Html>> = {
  helps: html`<span class="ok">helps</span>`,
  'too early': html`too early`,
  'not clear': html`not clear`,
  'does not help': html`<span class="bad">does not help: remove it</span>`,
};

function measuredTable(measured: readonly Measured[]): Html {
  return html`<h3>Written rules</h3>
<div class="wide"><table><thead><tr><th>rule</th><th>sessions with the failure before</th><th>and after</th><th>failures before, after</th><th class="left">so</th></tr></thead><tbody>
${measured.map(
  ({ id, text, before, after, verdict }) =>
    html`<tr><td>${marked(text)}<span class="places">${id}</span></td><td>${rate(before, '')}</td><td>${rate(after, 'now')}</td><td>${before.failures}, ${after.failures}</td><td class="left">${VERDICTS[verdict]}${verdict === 'does not help' && html`<span class="places drop">headroom learn --drop ${id} --apply</span>`}</td></tr>`,
)}
</tbody></table></div>`;
}

function rate({ sessions, withIt }: Rate, kind: string): Html {
  const share = sessions === 0 ? 0 : Math.round((100 * withIt) / sessions);
  return html`<span class="rate ${kind}"><i style="width:${share}%"></i></span> ${withIt} of ${sessions}`;
}

function ruleTable(rows: readonly { readonly rule: Rule; readonly note: string }[]): Html {
  return html`<div class="wide"><table><thead><tr><th>rule</th><th>kind</th><th>sessions</th><th class="left">seen</th></tr></thead><tbody>
${rows.map(({ rule, note }) => {
  const [seen] = rule.sightings;
  const places =
    seen &&
    html`<span class="places">failed: ${seen.failure.file}:${seen.failure.line}<br>then: ${seen.success.file}:${seen.success.line}</span>`;
  return html`<tr><td>${marked(rule.text)}<span class="places">${rule.id}</span></td><td>${rule.kind}</td><td>${rule.sessions}</td><td class="left">${note}${places}</td></tr>`;
})}
</tbody></table></div>`;
}

const WASTES = {
  reread: 'read again unchanged',
  unused: 'large, nothing of it used',
  repeated: 'run again, same output',
} as const;

function wasteTable(waste: readonly Waste[]): Html {
  return html`<h3>Read for nothing</h3>
<p class="soft">No rules are made of this: that nothing of an output was used is an estimate, by the words of what followed.</p>
<div class="wide"><table><thead><tr><th>what</th><th>how</th><th>times</th><th>characters</th></tr></thead><tbody>
${waste.map(({ kind, what, times, characters }) => html`<tr><td><code>${what}</code></td><td>${WASTES[kind]}</td><td>${times}</td><td>${characters.toLocaleString('en-US')}</td></tr>`)}
</tbody></table></div>`;
}

/** A line of Markdown with its code as code. */
function marked(text: string): Html {
  return html`${text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
