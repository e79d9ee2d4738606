import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { TextLine } from '../book/record.js';
import { amount, share } from './format.js';
import { kindName, leftInWords, licenceInWords } from './words.js';

interface Props {
  readonly text: TextLine;
  /** What it opens to; undefined where there is nothing to see. */
  readonly open: (() => ComponentChildren) | undefined;
  readonly isOpen?: boolean;
}

/** One text of a request: what was done, why, and by which licence. */
export function TextRow({ text, open, isOpen = false }: Props) {
  const [seen, setSeen] = useState(isOpen);
  const { tool, role, outcome, before, after, kind, licence, left, decisions } = text;
  const isShorter = outcome !== 'kept';
  return (
    <details class="text" open={isOpen} onToggle={(event) => event.currentTarget.open && setSeen(true)}>
      <summary>
        <span class="what">
          <b>{tool || role}</b>
          <span class={isShorter ? 'chip good' : 'chip'}>
            {outcome === 'packed' ? 'spelled shorter' : isShorter ? 'shortened' : 'whole'}
          </span>
          <span class="soft">{isShorter ? kindName(kind) : leftInWords(left)}</span>
        </span>
        <span class="tokens">
          {isShorter ? (
            <>
              <s>{amount(before)}</s> {amount(after)} <span class="less">−{share(before - after, before)}</span>
            </>
          ) : (
            amount(after)
          )}
        </span>
      </summary>
      {seen && (
        <div class="inside">
          <dl class="why">
            {licence && (
              <div>
                <dt>Licence</dt>
                <dd>{licenceInWords(licence)}</dd>
              </div>
            )}
            {outcome === 'packed' && (
              <div>
                <dt>Licence</dt>
                <dd>none needed: nothing is left out, the same is spelled shorter</dd>
              </div>
            )}
            <div>
              <dt>Decided by</dt>
              <dd>{decisions.map((decision) => decision.replaceAll('_', ' ')).join(' → ') || 'nobody'}</dd>
            </div>
            {text.hash && (
              <div>
                <dt>Original</dt>
                <dd class="mono">{text.hash}</dd>
              </div>
            )}
          </dl>
          {open?.() ?? (
            <p class="soft">{isShorter ? 'Its text is not to be had here.' : 'What stays whole is not kept.'}</p>
          )}
        </div>
      )}
    </details>
  );
}
