import { useMemo, useState } from 'preact/hooks';
import { align, type Segment } from './align.js';
import { counted, visible } from './format.js';

/** Longer stretches are folded. */
const MOST_GONE = 6;
const MOST_SAME = 24;
const MOST_NEW = 60;
/** As many lines of an original as stand beside it in another spelling. */
const MOST_BESIDE = 30;
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

function Stretch({ segment: { kind, original, sent, from } }: { readonly segment: Segment }) {
  // A note of a line or two stands for what was left out; more than that is the same in another spelling.
  const isGone = kind === 'gone' || (kind === 'other' && sent.length <= 2);
  const beside = kind === 'other' ? Math.min(MOST_BESIDE, Math.ceil(sent.length / 2)) : 0;
  return (
    <>
      <div class={`side was ${kind}`}>
        <Lines
          lines={original}
          from={from}
          most={kind === 'same' ? MOST_SAME : MOST_GONE}
          ends={Math.max(AT_ENDS, beside)}
          what={isGone ? ' left out' : ''}
        />
      </div>
      <div class={`side is ${kind}`}>
        {kind === 'gone' ? (
          <p class="gap">{counted(original.length, 'line')} left out</p>
        ) : (
          <Lines lines={sent} most={kind === 'same' ? MOST_SAME : MOST_NEW} ends={AT_ENDS} what="" />
        )}
      </div>
    </>
  );
}

interface LinesProps {
  readonly lines: readonly string[];
  readonly from?: number;
  /** More are folded, but for so many at both ends. */
  readonly most: number;
  readonly ends: number;
  /** What became of those that are folded. */
  readonly what: string;
}

function Lines({ lines, from, most, ends, what }: LinesProps) {
  const [open, setOpen] = useState(false);
  if (lines.length === 0) return null;
  const numbered = (first: number) => (from === undefined ? {} : { from: from + first });
  const end = lines.length - ends;
  if (open || lines.length <= most + 2 || end <= ends + 2)
    return <Code lines={lines.slice(0, MOST_AT_ONCE)} {...numbered(0)} />;
  return (
    <>
      <Code lines={lines.slice(0, ends)} {...numbered(0)} />
      <button type="button" class="fold" onClick={() => setOpen(true)}>
        {counted(end - ends, 'more line')}
        {what}
      </button>
      <Code lines={lines.slice(end)} {...numbered(end)} />
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
