import { useMemo, useRef, useState } from 'preact/hooks';
import type { ListedSession } from '../book/record.js';
import type { Known } from './following.js';
import { counted } from './format.js';
import { useKeys } from './keys.js';
import { useRowsInSight } from './rows-in-sight.js';
import { SessionRow } from './session-row.js';
import { type SortBy, sorted } from './sorting.js';
import { Totals } from './totals.js';

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
  /** Where the focus goes with the next frame; whoever moves it meanwhile keeps it. */
  const frame = useRef(0);
  const list = useMemo(() => sorted([...known.sessions.values()], search, by), [known.sessions, search, by]);
  const rows = useRowsInSight(list.length);
  const move = (to: number) => {
    const next = Math.min(list.length - 1, Math.max(0, to));
    setAt(next);
    rows.show(next);
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus());
  };
  useKeys({
    j: () => move(at + 1),
    k: () => move(at - 1),
    '/': (event) => {
      event.preventDefault();
      cancelAnimationFrame(frame.current);
      field.current?.focus();
    },
    Escape: () => {
      setSearch('');
      field.current?.blur();
    },
  });
  return (
    <>
      <Top problem={known.problem} onHelp={onHelp} />
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
          <List list={list} by={by} onSort={setBy} rows={rows} now={known.now} onFocus={setAt} />
        )}
      </main>
    </>
  );
}

interface ListProps {
  readonly list: readonly ListedSession[];
  readonly by: readonly [SortBy, 1 | -1];
  readonly onSort: (by: readonly [SortBy, 1 | -1]) => void;
  readonly rows: ReturnType<typeof useRowsInSight>;
  readonly now: number;
  readonly onFocus: (row: number) => void;
}

function List({ list, by: [by, way], onSort, rows, now, onFocus }: ListProps) {
  const sort = (name: SortBy) => {
    const first = name === 'session' || name === 'model' ? 1 : -1;
    onSort([name, by === name ? (way === 1 ? -1 : 1) : first]);
  };
  return (
    <div class="list">
      <div class="head row">
        {COLUMNS.map(([name, label, kind]) => (
          <div key={name} class={kind}>
            <button type="button" aria-pressed={by === name} aria-label={`Sort by ${label}`} onClick={() => sort(name)}>
              {label}
              <span aria-hidden="true">{by === name ? (way === 1 ? ' ↑' : ' ↓') : ''}</span>
            </button>
          </div>
        ))}
      </div>
      <ul class="rows" aria-label="Sessions" ref={rows.ref} style={{ height: `${list.length * rows.height}px` }}>
        {list.slice(rows.from, rows.to).map((one, nth) => (
          <SessionRow
            key={one.key}
            one={one}
            index={rows.from + nth}
            count={list.length}
            top={(rows.from + nth) * rows.height}
            now={now}
            onFocus={() => onFocus(rows.from + nth)}
          />
        ))}
      </ul>
    </div>
  );
}

function Top({ problem, onHelp }: { readonly problem: string | undefined; readonly onHelp: () => void }) {
  return (
    <header class="top">
      <h1 class="kicker">Headroom</h1>
      <p class={problem ? 'state bad' : 'state'} role="status">
        <i class={problem ? 'dot off' : 'dot'} aria-hidden="true" />
        {problem ?? 'live'}
      </p>
      <button type="button" class="quiet" onClick={onHelp}>
        Keys <kbd>?</kbd>
      </button>
    </header>
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
