import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ListedSession } from '../book/record.js';
import type { Known } from './app.js';
import { ago, amount, counted, dollars, share, shortName } from './format.js';
import { useKeys } from './keys.js';
import { pathOf } from './place.js';
import { type SortBy, sorted, sumOf } from './sorting.js';
import { agentName } from './words.js';

const SPARE_ROWS = 12;
const LIVE_MS = 60_000;

const COLUMNS: readonly (readonly [SortBy, string, string])[] = [
  ['session', 'Session', 'c-name'],
  ['model', 'Model', 'c-model'],
  ['requests', 'Requests', 'c-count'],
  ['saved', 'Tokens less', 'c-saved'],
  ['cache', 'From cache', 'c-cache'],
  ['money', 'Input paid', 'c-money'],
  ['last', 'Last', 'c-last'],
];

/** All sessions, as many rows at a time as are in sight. */
export function SessionList({ known, onHelp }: { readonly known: Known; readonly onHelp: () => void }) {
  const [search, setSearch] = useState('');
  const [by, setBy] = useState<readonly [SortBy, 1 | -1]>(['last', -1]);
  const [at, setAt] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  const list = useMemo(() => sorted([...known.sessions.values()], search, by), [known.sessions, search, by]);
  const rows = useRows(list.length);
  const move = (to: number) => {
    const next = Math.min(list.length - 1, Math.max(0, to));
    setAt(next);
    rows.show(next);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus());
  };
  useKeys({
    j: () => move(at + 1),
    k: () => move(at - 1),
    '/': (event) => {
      event.preventDefault();
      field.current?.focus();
    },
    Escape: () => {
      setSearch('');
      field.current?.blur();
    },
  });
  const sort = (name: SortBy) =>
    setBy(([now, way]) => [
      name,
      now === name ? (way === 1 ? -1 : 1) : name === 'session' || name === 'model' ? 1 : -1,
    ]);
  return (
    <>
      <header class="top">
        <h1 class="kicker">Headroom</h1>
        <p class={known.problem ? 'state bad' : 'state'} role="status">
          <i class={known.problem ? 'dot off' : 'dot'} aria-hidden="true" />
          {known.problem ?? 'live'}
        </p>
        <button type="button" class="quiet" onClick={onHelp}>
          Keys <kbd>?</kbd>
        </button>
      </header>
      <main>
        <Totals sessions={list} pricesDate={known.pricesDate} />
        <div class="bar">
          <div class="search">
            <label>
              <span class="hidden">Search sessions</span>
              <input
                ref={field}
                type="search"
                placeholder="Search by agent, session, model …"
                value={search}
                onInput={(event) => setSearch(event.currentTarget.value)}
              />
            </label>
            <kbd>/</kbd>
          </div>
          <p class="soft">{counted(list.length, 'session')}</p>
        </div>
        {list.length === 0 ? (
          <Empty isSearch={search !== ''} />
        ) : (
          <div class="list">
            <div class="head row">
              {COLUMNS.map(([name, label, kind]) => (
                <div key={name} class={kind}>
                  <button
                    type="button"
                    aria-pressed={by[0] === name}
                    aria-label={`Sort by ${label}`}
                    onClick={() => sort(name)}
                  >
                    {label}
                    <span aria-hidden="true">{by[0] === name ? (by[1] === 1 ? ' ↑' : ' ↓') : ''}</span>
                  </button>
                </div>
              ))}
            </div>
            <ul class="rows" aria-label="Sessions" ref={rows.ref} style={{ height: `${list.length * rows.height}px` }}>
              {list.slice(rows.from, rows.to).map((one, nth) => (
                <Row
                  key={one.key}
                  one={one}
                  index={rows.from + nth}
                  count={list.length}
                  top={(rows.from + nth) * rows.height}
                  now={known.now}
                  onFocus={() => setAt(rows.from + nth)}
                />
              ))}
            </ul>
          </div>
        )}
      </main>
    </>
  );
}

interface RowProps {
  readonly one: ListedSession;
  readonly index: number;
  readonly count: number;
  readonly top: number;
  readonly now: number;
  readonly onFocus: () => void;
}

function Row({ one, index, count, top, now, onFocus }: RowProps) {
  const isLive = now - one.last < LIVE_MS;
  return (
    <li aria-posinset={index + 1} aria-setsize={count} style={{ transform: `translateY(${top}px)` }}>
      <a class="row" href={pathOf({ session: one.key })} data-row={index} onFocus={onFocus} title={one.session}>
        <span class="c-name">
          <i class={isLive ? 'dot' : 'dot past'} aria-hidden="true" />
          <b>{agentName(one.agent)}</b> <span class="soft mono">{shortName(one.session)}</span>
          {isLive && <span class="hidden">, live</span>}
          <Chips one={one} />
        </span>
        <span class="c-model">{one.model || <span class="soft">not told</span>}</span>
        <Figures one={one} />
        <span class="c-last soft">{ago(one.last, now)}</span>
      </a>
    </li>
  );
}

function Chips({ one: { changed, failed, askedBack } }: { readonly one: ListedSession }) {
  return (
    <>
      {changed > 0 && <span class="chip bad">{counted(changed, 'prefix change')}</span>}
      {failed > 0 && <span class="chip">{failed} failed</span>}
      {askedBack > 0 && <span class="chip">{askedBack} asked back</span>}
    </>
  );
}

function Figures({ one }: { readonly one: ListedSession }) {
  const { usage, money, before, after } = one;
  const read = usage.input + usage.cacheRead + usage.cacheWrite;
  const isLess = money.without > money.paid;
  return (
    <>
      <span class="c-count">
        {one.requests > 0 ? (
          one.requests.toLocaleString('en-US')
        ) : (
          <span class="soft">{counted(one.outputs, 'output')}</span>
        )}
        {one.requests > 0 && <span class="hidden"> requests</span>}
      </span>
      <span class="c-saved">
        <span class="meter" aria-hidden="true">
          <i style={{ width: `${before === 0 ? 100 : (100 * after) / before}%` }} />
        </span>
        <span>
          {before === after ? <span class="soft">–</span> : share(before - after, before)}
          <span class="hidden"> fewer tokens</span>
        </span>
      </span>
      <span class="c-cache">
        {one.counted > 0 ? share(usage.cacheRead, read) : <span class="soft">–</span>}
        <span class="hidden"> from the cache</span>
      </span>
      <span class="c-money">
        {one.priced > 0 ? dollars(money.paid) : <span class="soft">–</span>}
        {one.priced > 0 && isLess && <span class="less">−{dollars(money.without - money.paid)}</span>}
      </span>
    </>
  );
}

function Totals({
  sessions,
  pricesDate,
}: {
  readonly sessions: readonly ListedSession[];
  readonly pricesDate: string;
}) {
  const sum = useMemo(() => sumOf(sessions), [sessions]);
  const { paid, without } = sum.money;
  return (
    <section class="cards" aria-label="All of them together">
      <div class="card lead">
        <b>{sum.priced > 0 ? share(without - paid, without) : '–'}</b>
        <span>
          less paid for input: {dollars(paid)} in the place of {dollars(without)}, cache included
          <small>
            List prices of {pricesDate}; {counted(sum.priced, 'request')} with a price.
          </small>
        </span>
      </div>
      <div class="card">
        <b>{amount(sum.before - sum.after)}</b>
        <span>tokens less, of {amount(sum.before)}</span>
      </div>
      <div class="card">
        <b>{share(sum.usage.cacheRead, sum.usage.input + sum.usage.cacheRead + sum.usage.cacheWrite)}</b>
        <span>of the input came from the provider’s cache</span>
      </div>
      <div class={sum.changed > 0 ? 'card fault' : 'card'}>
        <b>{sum.changed.toLocaleString('en-US')}</b>
        <span>{sum.changed > 0 ? 'prefixes were changed by us: faults' : 'prefixes changed by us'}</span>
      </div>
    </section>
  );
}

function Empty({ isSearch }: { readonly isSearch: boolean }) {
  if (isSearch) return <p class="empty">No session has these words.</p>;
  return (
    <div class="empty">
      <p>There are no sessions yet. Start an agent with Headroom in it, and it appears here.</p>
      <pre class="command">headroom wrap claude</pre>
    </div>
  );
}

/** Which rows are in sight of the window. */
function useRows(count: number) {
  const ref = useRef<HTMLUListElement>(null);
  const [range, setRange] = useState({ from: 0, to: 40, height: 52 });
  useEffect(() => {
    const look = () => {
      const box = ref.current;
      if (!box) return;
      const height = Number.parseFloat(getComputedStyle(box).getPropertyValue('--row')) || 52;
      const above = -box.getBoundingClientRect().top;
      const from = Math.max(0, Math.floor(above / height) - SPARE_ROWS);
      const to = Math.min(count, Math.ceil((above + innerHeight) / height) + SPARE_ROWS);
      setRange((was) => (was.from === from && was.to === to && was.height === height ? was : { from, to, height }));
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, [count]);
  const show = (row: number) => {
    const box = ref.current;
    if (!box) return;
    const top = box.getBoundingClientRect().top + row * range.height;
    if (top < 60) scrollBy(0, top - 60);
    else if (top + range.height > innerHeight - 12) scrollBy(0, top + range.height - innerHeight + 12);
  };
  return { ...range, ref, show };
}
