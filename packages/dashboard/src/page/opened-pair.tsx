import { useEffect, useState } from 'preact/hooks';
import type { OpenedText } from '../routes/told.js';
import { readText } from './api.js';
import { visible } from './format.js';
import { TextPair } from './text-pair.js';

/** A text beside its original, as far as the store still has them. */
export function OpenedPair({ id, step, nth }: { readonly id: string; readonly step: number; readonly nth: number }) {
  const [opened, setOpened] = useState<OpenedText | undefined>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    readText(id, step, nth).then(setOpened, (error: Error) => setProblem(error.message));
  }, [id, step, nth]);
  if (!opened)
    return (
      <p class="soft" role="status">
        {problem ?? 'Reading the texts …'}
      </p>
    );
  const { original, sent, gone } = opened;
  if (original !== undefined && sent !== undefined) return <TextPair original={original} sent={sent} />;
  if (original === undefined && sent === undefined)
    return <p class="soft">{gone ?? 'Its texts are no longer kept.'}</p>;
  return (
    <>
      <p class="soft">{gone ?? 'The text as it was sent is no longer kept; this is the original.'}</p>
      <pre class="alone">
        <code>{visible(original ?? sent ?? '')}</code>
      </pre>
    </>
  );
}
