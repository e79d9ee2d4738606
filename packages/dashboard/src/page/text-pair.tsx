import { useMemo, useState } from 'preact/hooks';
import { align, type Segment } from './align.js';
import { counted, visible } from './format.js';

/** Longer stretches are folded. */
const MOST_GONE = 6;
const MOST_SAME = 24;
const AT_ENDS = 3;
const MOST_AT_ONCE = 4000;

/** The original beside what was sent, with what was left out in its place. */
export function TextPair({ original, sent }: { readonly original: string; readonly sent: string }) {
  const segments = useMemo(() => align(original, sent), [original, sent]);
  return (
    <div class="sides">
      <p class="side-title">Original</p>
      <p class="side-title">Sent</p>
      {segments.map((segment, nth) => (
        <Stretch key={nth} segment={segment} />
      ))}
    </div>
  );
}

function Stretch({ segment }: { readonly segment: Segment }) {
  const { kind, original, sent, from } = segment;
  return (
    <>
      <div class={`side was ${kind}`}>
        <Lines lines={original} from={from} most={kind === 'same' ? MOST_SAME : MOST_GONE} isGone={kind !== 'same'} />
      </div>
      <div class={`side is ${kind}`}>
        {kind === 'gone' ? (
          <p class="gap">{counted(original.length, 'line')} left out</p>
        ) : (
          <Lines lines={sent} most={kind === 'same' ? MOST_SAME : 60} isGone={false} />
        )}
      </div>
    </>
  );
}

interface LinesProps {
  readonly lines: readonly string[];
  readonly from?: number;
  readonly most: number;
  readonly isGone: boolean;
}

function Lines({ lines, from, most, isGone }: LinesProps) {
  const [open, setOpen] = useState(false);
  if (lines.length === 0) return null;
  if (open || lines.length <= most + 2)
    return <Code lines={lines.slice(0, MOST_AT_ONCE)} {...(from === undefined ? {} : { from })} />;
  const hidden = lines.length - 2 * AT_ENDS;
  const end = lines.length - AT_ENDS;
  return (
    <>
      <Code lines={lines.slice(0, AT_ENDS)} {...(from === undefined ? {} : { from })} />
      <button type="button" class="fold" onClick={() => setOpen(true)}>
        {counted(hidden, 'more line')}
        {isGone && from !== undefined ? ' left out' : ''}
      </button>
      <Code lines={lines.slice(end)} {...(from === undefined ? {} : { from: from + end })} />
    </>
  );
}

function Code({ lines, from }: { readonly lines: readonly string[]; readonly from?: number }) {
  return (
    <pre class={from === undefined ? '' : 'numbered'} style={{ counterReset: `line ${from ?? 0}` }}>
      <code>
        {lines.map((line, nth) => (
          <span class="line" key={nth}>{`${visible(line)}\n`}</span>
        ))}
      </code>
    </pre>
  );
}
