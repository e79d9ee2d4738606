import { PRICES_DATE } from '@headroom/core';
import { amount, counted, dollars, share, visible } from '../../../packages/dashboard/src/page/format.js';
import { TextPair } from '../../../packages/dashboard/src/page/text-pair.js';
import { TextRow } from '../../../packages/dashboard/src/page/text-row.js';
import type { Explained, ExplainedText } from '../../../packages/dashboard/src/routes/told.js';
import type { Answer } from './engine/words.js';

const MOST_SHOWN = 60_000;

/** What became of a text: figures, and each text beside its original. */
export function OutcomeView({ answer }: { readonly answer: Answer }) {
  const { kind, before, after, counter, money, milliseconds, explained } = answer;
  return (
    <section aria-label="What became of it">
      <p class="soft facts">
        Read as {kind}, in {Math.round(milliseconds).toLocaleString('en-US')} ms. Tokens by the vocabulary {counter}.
      </p>
      <div class="cards">
        <div class="card lead">
          <b>{share(before - after, before)} less</b>
          <span>
            {amount(before)} → <strong>{amount(after)}</strong> tokens of its texts
          </span>
        </div>
        <div class="card">
          <b>{money ? dollars(money.before - money.after) : '–'}</b>
          <span>
            {money
              ? `saved of ${dollars(money.before)} for input, with the provider’s cache`
              : 'The price of this model is not known.'}
          </span>
          {money && <small>list prices, {PRICES_DATE}</small>}
        </div>
        <div class="card">
          <b>{counted(answer.hashes.length, 'original')}</b>
          <span>kept in this tab, to be asked for</span>
        </div>
      </div>
      {explained.requests.map((request, nth) => (
        <Request key={nth} request={request} nth={explained.requests.length > 1 ? nth : undefined} />
      ))}
    </section>
  );
}

function Request({
  request,
  nth,
}: {
  readonly request: Explained['requests'][number];
  readonly nth: number | undefined;
}) {
  const shorter = request.texts.filter(({ outcome }) => outcome !== 'kept');
  return (
    <>
      {nth !== undefined && (
        <h2>{`Conversation ${nth + 1}: ${amount(request.before)} → ${amount(request.after)} tokens`}</h2>
      )}
      {request.warnings.map((warning) => (
        <p class="note" key={warning}>
          {warning}
        </p>
      ))}
      {request.texts.length === 0 && (
        <p class="soft">No result of a tool is in it, so there is nothing that may become shorter.</p>
      )}
      {request.texts.map((text) => (
        <TextRow
          key={text.at}
          text={text}
          isOpen={text === shorter[0] || request.texts.length === 1}
          open={() => <Opened text={text} />}
        />
      ))}
    </>
  );
}

function Opened({ text: { outcome, original, shown } }: { readonly text: ExplainedText }) {
  if (outcome !== 'kept') return <TextPair original={original} sent={shown} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keys
    <section class="scroll" tabIndex={0} aria-label="The text, whole">
      <pre>
        <code>{visible(original.slice(0, MOST_SHOWN))}</code>
      </pre>
    </section>
  );
}
