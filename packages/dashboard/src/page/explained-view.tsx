import type { Explained } from '../routes/told.js';
import { amount, counted, share, visible } from './format.js';
import { moveFocus, useKeys } from './keys.js';
import { TextPair } from './text-pair.js';
import { TextRow } from './text-row.js';

/** Requests that a file brings along, with their texts. */
export function ExplainedView({ explained: { requests } }: { readonly explained: Explained }) {
  useKeys({ j: () => moveFocus('.text > summary', 1), k: () => moveFocus('.text > summary', -1) });
  return (
    <main class="alone-page">
      <p class="kicker">Headroom explains</p>
      {requests.map(({ model, before, after, warnings, texts }, nth) => (
        <section key={nth}>
          <h1>
            {share(before - after, before)} less{' '}
            <span class="soft">{requests.length > 1 ? `in request ${nth + 1}` : ''}</span>
          </h1>
          <p class="soft facts">
            {[model, `${amount(after)} tokens would be sent, of ${amount(before)}`, counted(texts.length, 'text')]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {warnings.map((warning) => (
            <p class="note" key={warning}>
              {warning}
            </p>
          ))}
          {texts.map((text) => (
            <TextRow
              key={text.at}
              text={text}
              isOpen={text.outcome !== 'kept' && texts.filter(({ outcome }) => outcome !== 'kept').length === 1}
              open={() =>
                text.outcome === 'kept' ? (
                  <pre class="alone">
                    <code>{visible(text.original)}</code>
                  </pre>
                ) : (
                  <TextPair original={text.original} sent={text.shown} />
                )
              }
            />
          ))}
        </section>
      ))}
      <footer class="soft">
        Made by <code>headroom explain --html</code>. This file holds the texts it shows, and asks for nothing.
      </footer>
    </main>
  );
}
