import type { ListedSession } from '../book/record.js';
import { ago, counted, dollars, share, shortName } from './format.js';
import { pathOf } from './place.js';
import { agentName } from './words.js';

const LIVE_MS = 60_000;

interface RowProps {
  readonly one: ListedSession;
  readonly index: number;
  readonly count: number;
  readonly top: number;
  readonly now: number;
  readonly onFocus: () => void;
}

/** One session in the list: a link, as wide as the list. */
export function SessionRow({ one, index, count, top, now, onFocus }: RowProps) {
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
