/**
 * Writes a large transcript of Claude Code for measuring `headroom report`: the repository's own sessions again and again, their
 * numbers changed each time, summed up now and then as the agent does.
 *   npx tsx tooling/report/make-large.ts FOLDER [megabytes, default 1000] [files, default 1]
 */
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../../packages/agents/src/replay/index.ts';
import { asClaudeCode } from '../../packages/agents/src/sessions/written-as.fixture.ts';

const SESSIONS = new URL('../../apps/evals/fixtures/sessions/', import.meta.url);

/** The same conversation with other numbers, so that nothing that was seen before comes again. */
function varied(messages: readonly Message[], round: number): Message[] {
  const other = (text: string) => text.replace(/\d{3,}/g, (digits) => String(Number(digits.slice(0, 12)) + round));
  return JSON.parse(other(JSON.stringify(messages))) as Message[];
}

const [folder = 'large', megabytes = '1000', files = '1'] = process.argv.slice(2);
const own = readdirSync(SESSIONS).map((name) =>
  readFileSync(new URL(name, SESSIONS), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Message),
);
mkdirSync(join(folder, 'projects', '-large'), { recursive: true });
const most = (Number(megabytes) * 1e6) / Number(files);
let round = 0;
for (let n = 0; n < Number(files); n++) {
  const file = openSync(join(folder, 'projects', '-large', `large-${n}.jsonl`), 'w');
  for (let bytes = 0; bytes < most; round++) {
    const messages = varied(own[round % own.length] as Message[], round);
    const lines = asClaudeCode({ id: `large-${n}`, model: 'claude-sonnet-4-5', messages });
    // Ids of answers and calls are told apart as they would be in one long session.
    const text = `${lines.join('\n')}\n`.replace(/"(msg|call)_(\d+)/g, `"$1_${round}_$2`);
    bytes += writeSync(
      file,
      round % 3 === 2 ? `${text}{"type":"system","subtype":"compact_boundary","sessionId":"large-${n}"}\n` : text,
    );
  }
  closeSync(file);
}
