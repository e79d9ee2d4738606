import { useEffect, useState } from 'preact/hooks';
import type { SessionRecord, Step, TextSum } from '../book/record.js';
import { readSession } from './api.js';
import type { Known } from './app.js';
import { CacheChart, MoneyChart } from './charts.js';
import { amount, clock, counted, dayAndTime, dollars, share } from './format.js';
import { moveFocus, useKeys } from './keys.js';
import { go, pathOf } from './place.js';
import { agentName, kindName, leftInWords, PREFIXES } from './words.js';

interface Props {
  readonly id: string;
  readonly version: number;
  readonly known: Known;
}

/** One session: what it cost, its cache, and each of its requests. */
export function SessionView({ id, version, known }: Props) {
  const [record, setRecord] = useState<SessionRecord | undefined>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    readSession(id).then(setRecord, (error: Error) => setProblem(error.message));
  }, [id, version]);
  useKeys({
    j: () => moveFocus('.steps a', 1),
    k: () => moveFocus('.steps a', -1),
    Escape: () => go({}),
  });
  if (!record)
    return (
      <p class="waiting" role="status">
        {problem ?? 'Reading the session …'}
      </p>
    );
  return (
    <>
      <header class="top">
        <a class="back" href={pathOf({})}>
          <span aria-hidden="true">←</span> Sessions
        </a>
        <p class="state">
          {dayAndTime(record.began)} – {clock(record.last)}
        </p>
      </header>
      <main>
        <h1>
          {agentName(record.agent)} <span class="mono soft">{record.session}</span>
        </h1>
        <p class="soft facts">
          {[record.model, record.tenant && `tenant ${record.tenant}`, howMany(record)].filter(Boolean).join(' · ')}
        </p>
        <Faults record={record} id={id} />
        <Cards record={record} pricesDate={known.pricesDate} />
        {record.counted > 1 && (
          <div class="pair">
            <CacheChart record={record} />
            {record.priced > 1 && <MoneyChart record={record} />}
          </div>
        )}
        <div class="pair">
          <SumTable title="By tool" sums={record.tools} />
          <SumTable title="By kind of text" sums={record.kinds} name={kindName} />
        </div>
        <div class="pair">
          <Left record={record} />
          <Asked record={record} />
        </div>
        <Steps record={record} id={id} />
      </main>
    </>
  );
}

function howMany({ requests, outputs }: SessionRecord): string {
  const said = [
    requests > 0 && counted(requests, 'request'),
    outputs > 0 && counted(outputs, 'output by hooks', 'outputs by hooks'),
  ];
  return said.filter(Boolean).join(', ');
}

function Faults({ record, id }: { readonly record: SessionRecord; readonly id: string }) {
  const warned = Object.entries(record.warned);
  const first = record.steps.findIndex(({ prefix }) => prefix === 'changed');
  return (
    <>
      {record.changed > 0 && (
        <p class="note bad" role="alert">
          <b>{counted(record.changed, 'request')} did not begin as the one before, though the agent said the same.</b>{' '}
          That is a fault of Headroom and costs the provider’s cache.{' '}
          {first >= 0 && <a href={pathOf({ session: id, step: record.dropped + first })}>Look at it</a>}
        </p>
      )}
      {warned.length > 0 && (
        <p class="note">
          Left as it was, or less was done than asked:{' '}
          {warned.map(([code, times]) => `${code.replaceAll('_', ' ')} (${times})`).join(', ')}.
        </p>
      )}
    </>
  );
}

function Cards({ record, pricesDate }: { readonly record: SessionRecord; readonly pricesDate: string }) {
  const { money, usage, priced, counted: told, before, after } = record;
  const read = usage.input + usage.cacheRead + usage.cacheWrite;
  return (
    <section class="cards" aria-label="Figures of this session">
      <div class="card lead">
        <b>{priced > 0 ? dollars(money.paid) : '–'}</b>
        <span>
          {priced > 0 ? (
            <>
              paid for input; {dollars(money.without)} without compression,{' '}
              <strong>{share(money.without - money.paid, money.without)} less</strong>
              <small>List prices of {pricesDate}, cache included; output not.</small>
            </>
          ) : (
            'no price is known: the provider’s count or the model’s price is missing'
          )}
        </span>
      </div>
      <div class="card">
        <b>{share(before - after, before)}</b>
        <span>
          tokens less: {amount(after)} sent, of {amount(before)}
        </span>
      </div>
      <div class="card">
        <b>{told > 0 ? share(usage.cacheRead, read) : '–'}</b>
        <span>
          {told > 0
            ? `from the cache: ${amount(usage.cacheRead)} read, ${amount(usage.cacheWrite)} written, ${amount(usage.input)} plain`
            : 'the provider’s count of its cache is not known here'}
        </span>
      </div>
      <div class="card">
        <b>{record.askedBack.toLocaleString('en-US')}</b>
        <span>originals asked back</span>
      </div>
    </section>
  );
}

interface SumProps {
  readonly title: string;
  readonly sums: Readonly<Record<string, TextSum>>;
  readonly name?: (heading: string) => string;
}

function SumTable({ title, sums, name = (heading) => heading }: SumProps) {
  const rows = Object.entries(sums).sort(([, a], [, b]) => b.sentBefore - a.sentBefore);
  if (rows.length === 0) return null;
  const most = Math.max(1, ...rows.map(([, sum]) => sum.sentBefore));
  return (
    <section>
      <h2>{title}</h2>
      <div class="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">{title.replace('By ', '')}</th>
              <th scope="col">texts</th>
              <th scope="col">tokens sent</th>
              <th scope="col">less</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([heading, sum]) => (
              <tr key={heading}>
                <th scope="row">
                  {name(heading)}
                  <span class="track" aria-hidden="true">
                    <i class="stays" style={{ width: `${(100 * sum.sentAfter) / most}%` }} />
                    <i class="goes" style={{ width: `${(100 * (sum.sentBefore - sum.sentAfter)) / most}%` }} />
                  </span>
                </th>
                <td>{sum.texts.toLocaleString('en-US')}</td>
                <td>{amount(sum.sentAfter)}</td>
                <td>
                  {sum.sentBefore === sum.sentAfter ? '–' : share(sum.sentBefore - sum.sentAfter, sum.sentBefore)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Left({ record }: { readonly record: SessionRecord }) {
  const rows = Object.entries(record.left).sort(([, a], [, b]) => b.before - a.before);
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>Left whole, and why</h2>
      <ul class="plain">
        {rows.map(([why, sum]) => (
          <li key={why}>
            <span>{leftInWords(why)}</span>
            <span class="soft">
              {counted(sum.texts, 'text')}, {amount(sum.before)} tokens
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Asked({ record }: { readonly record: SessionRecord }) {
  if (record.asked.length === 0) return null;
  return (
    <section>
      <h2>Asked back</h2>
      <ul class="plain">
        {record.asked
          .toReversed()
          .slice(0, 12)
          .map(({ at, tool, kind, tokens, hash }) => (
            <li key={`${at} ${hash}`}>
              <span>
                {tool || 'an original'} {kind && <span class="soft">{kindName(kind)}</span>}
              </span>
              <span class="soft">
                {amount(tokens)} tokens, {clock(at)}
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}

const MOST_SHOWN = 100;

function Steps({ record, id }: { readonly record: SessionRecord; readonly id: string }) {
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
