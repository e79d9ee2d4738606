import { maskFrame } from '../../reading/find-repeats.js';
import type { Fold } from '../../reading/fold-frames.js';
import { readFrame } from '../../reading/stack-frame.js';

interface Thread {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly signature: string;
}

const THREAD = /^(?:"([^"]+)"|(goroutine \d+) \[|(Thread \d+) \(|\[?(Thread[- ]\S+))/;

/** Threads of a dump that stand at the same place: the first is shown, the others are named in one note. */
export function groupThreads(lines: readonly string[]): Fold[] {
  const groups = new Map<string, Thread[]>();
  for (const thread of readThreads(lines)) {
    const group = groups.get(thread.signature);
    if (group) group.push(thread);
    else groups.set(thread.signature, [thread]);
  }
  const folds: Fold[] = [];
  for (const [first, ...others] of groups.values()) {
    if (!first) continue;
    others.forEach((thread, i) => {
      const names = others.map(({ name }) => name);
      const shown =
        names.length <= 12 ? names.join(', ') : `${names.slice(0, 6).join(', ')}, … ${names.slice(-2).join(', ')}`;
      const note = `[… ${others.length === 1 ? '1 more thread' : `${others.length} more threads`} at the same place as ${first.name}: ${shown}]`;
      folds.push({ from: thread.start, to: thread.end, note: i === 0 ? note : '' });
    });
  }
  return folds.sort((a, b) => a.from - b.from);
}

function readThreads(lines: readonly string[]): Thread[] {
  const threads: Thread[] = [];
  for (let at = 0; at < lines.length; at++) {
    const head = THREAD.exec(lines[at] ?? '');
    if (!head) continue;
    let end = at + 1;
    while (end < lines.length && (lines[end] ?? '').trim() !== '' && !THREAD.test(lines[end] ?? '')) end += 1;
    const body = lines.slice(at + 1, end);
    const framed = body.some((_, i) => readFrame(lines, at + 1 + i) !== undefined);
    const state = (lines[at] ?? '')
      .slice(head[0].length)
      .replace(/\[?0x\S*|(?<![\d.])[\d.]+(?:ms|s)?\b|daemon/g, '')
      .replace(/\s+/g, ' ');
    const name = head[1] ?? head[2] ?? head[3] ?? head[4] ?? '';
    const signature = framed
      ? body.map((line) => (line.includes('waiting to lock') ? line : maskFrame(line))).join('\n')
      : `${state} ${body.length} ${maskFrame(body.join('\n'))}`;
    threads.push({ start: at, end, name, signature });
    at = end - 1;
  }
  return threads;
}
