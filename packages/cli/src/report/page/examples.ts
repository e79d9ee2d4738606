import type { Example } from '../examples.js';
import { Html, html } from './html.js';
import { kindName } from './kind-name.js';
import { counted, share } from './numbers.js';

/** Ten outputs as they came and as they would be sent. */
export function exampleSection(examples: readonly Example[], names: Readonly<Record<string, string>>): Html {
  if (examples.length === 0) return html``;
  return html`<h2>${examples.length === 1 ? 'One output' : `${examples.length} outputs`}, before and after</h2>
<p>Chosen from your sessions: of every kind of text some that shrink much, first those from which a later step took something. What it took is <mark>marked</mark> where it stands. Secrets are covered.</p>
${examples.map((example, i) => shown(example, i === 0, names))}`;
}

function shown(example: Example, isOpen: boolean, names: Readonly<Record<string, string>>): Html {
  const { tokensBefore, tokensAfter, requests, taken, before, after } = example;
  const texts = taken.map(({ text }) => text);
  const chips = taken.map(
    ({ text, isInSight }) =>
      html`<li class="${isInSight ? 'ok' : 'bad'}">${isInSight ? '✓' : '✗ not in sight:'} <code>${text.slice(0, 80)}</code></li>`,
  );
  return html`<details${isOpen ? new Html(' open') : ''}><summary><span class="line"><span><b>${example.tool}</b> <code>${call(example.input)}</code></span><span class="soft">${tokensBefore.toLocaleString('en-US')} → ${tokensAfter.toLocaleString('en-US')} tokens, ${share(tokensBefore - tokensAfter, tokensBefore)} less</span></span></summary>
<div class="inside"><p class="soft"><small>${names[example.agent] ?? example.agent} · ${kindName(example.kind)} · sent in ${counted(requests, 'request')}</small></p>
${taken.length > 0 && html`<p><small>Later steps took from it:</small></p><ul class="chips">${chips}</ul>`}
<div class="pair"><div><h4>as it came</h4><pre tabindex="0">${marked(before, texts)}</pre></div><div><h4>as it would be sent</h4><pre tabindex="0">${marked(after, texts)}</pre></div></div></div></details>`;
}

/** The one argument that tells most, on one line. */
function call(input: string): string {
  try {
    const values = Object.values(JSON.parse(input) as object).filter((value) => typeof value === 'string');
    return (values[0] ?? input).replace(/\s+/g, ' ').slice(0, 110);
  } catch {
    return input.replace(/\s+/g, ' ').slice(0, 110);
  }
}

function marked(text: string, wanted: readonly string[]): Html {
  const words = wanted.filter((word) => word.length > 1 && text.includes(word)).sort((a, b) => b.length - a.length);
  if (words.length === 0) return html`${text}`;
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  const parts: Html[] = [];
  let at = 0;
  for (const { 0: word, index } of text.matchAll(pattern)) {
    parts.push(html`${text.slice(at, index)}<mark>${word}</mark>`);
    at = index + word.length;
  }
  return html`${parts}${text.slice(at)}`;
}
