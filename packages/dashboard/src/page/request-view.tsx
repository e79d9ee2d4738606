import { useEffect, useState } from 'preact/hooks';
import type { SessionRecord, Step, TextLine } from '../book/record.js';
import { readSession } from './api.js';
import { amount, clock, counted, dollars, share } from './format.js';
import { moveFocus, useKeys } from './keys.js';
import { OpenedPair } from './opened-pair.js';
import { go, pathOf } from './place.js';
import { TextRow } from './text-row.js';
import { agentName, PREFIXES } from './words.js';

interface Props {
  readonly id: string;
  readonly step: number;
  readonly texts: boolean;
}

/** One request: what was new in it, and each text beside its original. */
export function RequestView({ id, step: number, texts: canOpen }: Props) {
  const [record, setRecord] = useState<SessionRecord | undefined>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    readSession(id).then(setRecord, (error: Error) => setProblem(error.message));
  }, [id]);
  const last = record ? record.dropped + record.steps.length - 1 : number;
  useKeys({
    j: () => moveFocus('.text > summary', 1),
    k: () => moveFocus('.text > summary', -1),
    Escape: () => go({ session: id }),
    ArrowLeft: () => number > (record?.dropped ?? 0) && go({ session: id, step: number - 1 }),
    ArrowRight: () => number < last && go({ session: id, step: number + 1 }),
  });
  const step = record?.steps[number - record.dropped];
  if (!record || !step)
    return (
      <p class="waiting" role="status">
        {problem ?? (record ? 'This request is no longer in the book.' : 'Reading the request …')}
      </p>
    );
  const shortened = step.texts.filter(({ outcome }) => outcome !== 'kept');
  return (
    <>
      <header class="top">
        <a class="back" href={pathOf({ session: id })}>
          <span aria-hidden="true">←</span> {agentName(record.agent)} session
        </a>
        <nav class="steps-nav" aria-label="Other requests">
          {number > record.dropped && <a href={pathOf({ session: id, step: number - 1 })}>← Before</a>}
          {number < last && <a href={pathOf({ session: id, step: number + 1 })}>After →</a>}
        </nav>
      </header>
      <main>
        <h1>
          {titleOf(step)} {number + 1}
        </h1>
        <p class="soft facts">
          {[
            clock(step.at),
            step.model,
            step.milliseconds > 0 && `${(step.milliseconds / 1000).toFixed(1)} s`,
            step.status >= 400 && `status ${step.status}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <Verdict step={step} />
        <Figures step={step} />
        <h2>
          {step.texts.length > 0
            ? `New in it: ${counted(step.texts.length, 'text')}, ${shortened.length} shorter`
            : 'No outputs of tools were new in it'}
        </h2>
        {!canOpen && shortened.length > 0 && <p class="soft">Texts are shown on the user’s own machine only.</p>}
        {step.texts.map((text, nth) => (
          <TextRow
            key={text.at}
            text={text}
            isOpen={canOpen && shortened.length === 1 && text.outcome !== 'kept'}
            open={canOpen && text.outcome !== 'kept' ? () => <OpenedPair id={id} step={number} nth={nth} /> : undefined}
          />
        ))}
        <Earlier record={record} number={number} id={id} />
      </main>
    </>
  );
}

function titleOf({ what }: Step): string {
  return what === 'output' ? 'Output' : what === 'answer' ? 'Answer' : 'Request';
}

function Verdict({ step }: { readonly step: Step }) {
  if (!step.prefix) return null;
  const [title, what] = PREFIXES[step.prefix];
  return (
    <p class={step.prefix === 'changed' ? 'note bad' : 'note'} {...(step.prefix === 'changed' && { role: 'alert' })}>
      <b>{title}.</b> {what}
    </p>
  );
}

function Figures({ step: { what, before, after, usage, money } }: { readonly step: Step }) {
  return (
    <section class="cards" aria-label="Figures of this request">
      {what !== 'answer' && (
        <div class="card">
          <b>{amount(after)}</b>
          <span>
            tokens of texts sent
            {before === after ? '' : `, of ${amount(before)}: ${share(before - after, before)} less`}
          </span>
        </div>
      )}
      {usage && (
        <div class="card">
          <b>{share(usage.cacheRead, usage.input + usage.cacheRead + usage.cacheWrite)}</b>
          <span>
            from the cache: {amount(usage.cacheRead)} read, {amount(usage.cacheWrite)} written, {amount(usage.input)}{' '}
            plain
          </span>
        </div>
      )}
      {money && (
        <div class="card">
          <b>{dollars(money.paid)}</b>
          <span>for its input; {dollars(money.without)} without compression</span>
        </div>
      )}
    </section>
  );
}

/** Texts that earlier requests brought and this one carries on. */
function Earlier({
  record,
  number,
  id,
}: {
  readonly record: SessionRecord;
  readonly number: number;
  readonly id: string;
}) {
  const steps = record.steps.slice(0, number - record.dropped);
  const before = steps.flatMap((step, nth) =>
    step.texts.map((text): readonly [TextLine, number] => [text, record.dropped + nth]),
  );
  if (before.length === 0 || record.outputs > 0) return null;
  return (
    <details class="earlier">
      <summary>{counted(before.length, 'text')} of earlier requests</summary>
      <ul class="plain">
        {before
          .toReversed()
          .slice(0, 200)
          .map(([text, step]) => (
            <li key={`${step} ${text.at}`}>
              <a href={pathOf({ session: id, step })}>
                {text.tool || text.role} <span class="soft">in request {step + 1}</span>
              </a>
              <span class="soft">
                {text.outcome === 'kept' ? amount(text.after) : `${amount(text.before)} → ${amount(text.after)}`}
              </span>
            </li>
          ))}
      </ul>
    </details>
  );
}
