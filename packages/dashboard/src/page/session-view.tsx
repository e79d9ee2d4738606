import { useEffect, useState } from 'preact/hooks';
import type { SessionRecord } from '../book/record.js';
import { readSession } from './api.js';
import { CacheChart, MoneyChart } from './charts.js';
import type { Known } from './following.js';
import { amount, clock, counted, dayAndTime, dollars, share } from './format.js';
import { moveFocus, useKeys } from './keys.js';
import { go, pathOf } from './place.js';
import { Asked, Left, SumTable } from './session-tables.js';
import { StepList } from './step-list.js';
import { agentName, kindName } from './words.js';

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
        <StepList record={record} id={id} />
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
