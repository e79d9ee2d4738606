import { useState } from 'preact/hooks';
import type { SessionRecord, Step } from '../book/record.js';
import { amount, clock, counted, share } from './format.js';
import { pathOf } from './place.js';
import { PREFIXES } from './words.js';

const MOST_SHOWN = 100;

/** All that is kept of a session's requests. */
export function StepList({ record, id }: { readonly record: SessionRecord; readonly id: string }) {
  const [all, setAll] = useState(false);
  const steps = record.steps.map((step, nth) => [step, record.dropped + nth] as const).reverse();
  const shown = all ? steps : steps.slice(0, MOST_SHOWN);
  return (
    <section>
      <h2>
        {record.outputs === 0 ? 'Requests' : record.requests === 0 ? 'Outputs' : 'Outputs and answers'}, the latest
        first
      </h2>
      <div class="steps">
        {shown.map(([step, number]) => (
          <StepRow key={number} step={step} number={number} id={id} />
        ))}
      </div>
      {shown.length < steps.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {steps.length}
        </button>
      )}
      {record.dropped > 0 && <p class="soft">{counted(record.dropped, 'earlier one')} are in the sums only.</p>}
    </section>
  );
}

function StepRow({ step, number, id }: { readonly step: Step; readonly number: number; readonly id: string }) {
  const { usage, texts, prefix } = step;
  const changed = texts.filter(({ outcome }) => outcome !== 'kept').length;
  const tools = [...new Set(texts.map(({ tool }) => tool).filter(Boolean))];
  return (
    <a class={prefix === 'changed' ? 'step bad' : 'step'} href={pathOf({ session: id, step: number })}>
      <span class="number">{number + 1}</span>
      <span class="what">
        {tools.length > 0 ? (
          tools.slice(0, 4).join(', ')
        ) : (
          <span class="soft">{step.what === 'answer' ? 'answer of the model' : 'no new outputs'}</span>
        )}
        {changed > 0 && <span class="chip good">{changed} shortened</span>}
        {prefix && (prefix === 'changed' || prefix === 'rewritten') && (
          <span class={prefix === 'changed' ? 'chip bad' : 'chip'}>{PREFIXES[prefix][0]}</span>
        )}
        {step.status >= 400 && <span class="chip bad">{step.status}</span>}
        {step.warnings.length > 0 && <span class="chip">{counted(step.warnings.length, 'warning')}</span>}
      </span>
      <span class="soft cache">
        {usage ? `cache ${share(usage.cacheRead, usage.input + usage.cacheRead + usage.cacheWrite)}` : ''}
      </span>
      <span class="tokens">
        {step.what === 'answer' ? null : step.before === step.after ? (
          amount(step.after)
        ) : (
          <>
            <s>{amount(step.before)}</s> {amount(step.after)}
          </>
        )}
      </span>
      <time class="soft">{clock(step.at)}</time>
    </a>
  );
}
