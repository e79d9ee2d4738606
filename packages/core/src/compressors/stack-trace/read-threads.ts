import { maskFrame } from '../../reading/find-repeats.js';
import { readFrame } from '../../reading/stack-frame.js';

/** One thread of a dump: its lines, its name, and what it has in common with threads at the same place. */
export interface Thread {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly place: string;
}

const THREAD = /^(?:"([^"]+)"|(goroutine \d+) \[|(Thread \d+) \(|(?:\[)?(Thread[- ]\S+))/;

/** The threads of a dump. */
export function readThreads(lines: readonly string[]): Thread[] {
  const threads: Thread[] = [];
  for (let at = 0; at < lines.length; at++) {
    const head = THREAD.exec(lines[at] ?? '');
    if (!head) continue;
    let end = at + 1;
    while (end < lines.length && (lines[end] ?? '').trim() !== '' && !THREAD.test(lines[end] ?? '')) end += 1;
    const body = lines.slice(at + 1, end);
    const framed = body.some((_, i) => readFrame(lines, at + 1 + i) !== undefined);
    const state = (lines[at] ?? '')
      .slice(head[0].length, head[0].length + 400)
      .replace(/\[?0x\S*|[\d.]+(?:ms|s)?\b|daemon/g, '')
      .replace(/\s+/g, ' ');
    const name = head[1] ?? head[2] ?? head[3] ?? head[4] ?? '';
    const place = framed
      ? body.map((line) => (line.includes('waiting to lock') ? line : maskFrame(line))).join('\n')
      : `${state} ${body.length} ${maskFrame(body.join('\n'))}`;
    threads.push({ start: at, end, name, place });
    at = end - 1;
  }
  return threads;
}
