import { useState } from 'preact/hooks';
import { visible } from '../../../packages/dashboard/src/page/format.js';
import type { Engine } from './engine/ask.js';
import type { Answer } from './engine/words.js';

const SELECTORS = { lines: '120-140', rows: '370-380', query: 'failed', path: '$[3].name' } as const;
const MOST_SHOWN = 60_000;

/** What `headroom_retrieve` would answer a model, from the store of this tab. */
export function AskBack({ engine, hashes }: { readonly engine: Engine; readonly hashes: Answer['hashes'] }) {
  const [hash, setHash] = useState(hashes[0]?.hash ?? '');
  const [by, setBy] = useState<keyof typeof SELECTORS>('query');
  const [words, setWords] = useState('');
  const [found, setFound] = useState<{ readonly text: string; readonly about: string }>();
  const ask = async (event: Event) => {
    event.preventDefault();
    setFound(await engine.retrieve({ hash, [by]: words }));
  };
  return (
    <section>
      <h2>Ask for what was left out</h2>
      <p class="soft">
        As a model would, by the tool <code>headroom_retrieve</code>. Without words, all of it comes.
      </p>
      <form class="settings" onSubmit={ask}>
        <label class="span">
          Original
          <select class="mono" value={hash} onChange={(event) => setHash(event.currentTarget.value)}>
            {hashes.map((one) => (
              <option key={one.hash} value={one.hash}>
                {one.hash} ({one.tool})
              </option>
            ))}
          </select>
        </label>
        <label>
          By
          <select value={by} onChange={(event) => setBy(event.currentTarget.value as keyof typeof SELECTORS)}>
            {Object.keys(SELECTORS).map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Which
          <input value={words} placeholder={SELECTORS[by]} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
        <button type="submit" class="go">
          Retrieve
        </button>
      </form>
      <div role="status">
        {found && (
          <>
            <p class="soft">{found.about}</p>
            {found.text !== '' && (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keys
              <section class="scroll" tabIndex={0} aria-label="What came back">
                <pre class="answer">
                  <code>{visible(found.text.slice(0, MOST_SHOWN))}</code>
                </pre>
              </section>
            )}
          </>
        )}
      </div>
    </section>
  );
}
