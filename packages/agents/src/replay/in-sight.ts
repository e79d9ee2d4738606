import { contentText, type Message } from './message.js';
import type { Need } from './plan.js';
import { hasLine, hasParts, says } from './says.js';

/**
 * True when what is needed stands literally in the results as they were sent: in a source that was sent as it was, or anywhere in
 * the others. `before` and `sent` are the same messages, as they came and as they went out.
 */
export function isInSight(need: Need, before: readonly Message[], sent: readonly Message[]): boolean {
  const whole = need.sources.filter(
    (at) => sent[at] && (sent[at] === before[at] || contentText(sent[at].content) === contentText(before[at]?.content)),
  );
  if (need.where !== 'anchor' && whole.length > 0) return true;
  const from = whole.map((at) => contentText(sent[at]?.content));
  const all = sent.filter(({ role }) => role === 'tool').map(({ content }) => contentText(content));
  if (need.where === 'anchor')
    return need.lines.every((line) => [from, all].some((texts) => texts.some((text) => hasLine(text, line))));
  return all.some((text) =>
    need.strings.some((one) => says(text, one) || (one.kind === 'path' && hasParts(text, one.text))),
  );
}
