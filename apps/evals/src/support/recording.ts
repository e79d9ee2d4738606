import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Message } from '@headroom/agents/replay';
import { inRepo, repo } from '../repo.js';

/** A whole session of an agent in the shape of OpenAI Chat Completions. */
export interface Recording {
  readonly id: string;
  readonly messages: readonly Message[];
}

const OWN = 'apps/evals/fixtures/sessions';
const shared = new URL('../shared/bench/trajectories/openai-chat.jsonl.gz', repo);

const linesOf = <T>(text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

/** The sessions of this repository: real outputs of its own tools, told by `src/recordings`. A file a session, a line a message. */
export function ownRecordings(): Recording[] {
  return readdirSync(inRepo(OWN))
    .sort()
    .map((file) => ({
      id: file.replace('.jsonl', ''),
      messages: linesOf<Message>(readFileSync(inRepo(`${OWN}/${file}`), 'utf8')),
    }));
}

/** Recorded sessions of real agents where they lie beside the repository; they are other people's and not part of it. */
export function sharedRecordings(): Recording[] | undefined {
  if (!existsSync(shared)) return undefined;
  return linesOf<Recording>(gunzipSync(readFileSync(shared)).toString('utf8'));
}
