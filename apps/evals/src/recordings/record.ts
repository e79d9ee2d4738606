/** Writes the sessions of `fixtures/sessions` anew, from this repository as it is: `npx tsx apps/evals/src/recordings/record.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { inRepo } from '../repo.js';
import { STORIES } from './stories.js';
import { Story } from './story.js';

const SYSTEM = 'You are a coding agent. Use the tools, keep your answers short, and say what you found.';
const folder = inRepo('apps/evals/fixtures/sessions');

mkdirSync(folder, { recursive: true });
for (const [name, tell] of Object.entries(STORIES)) {
  const story = new Story();
  tell(story);
  const lines = [{ role: 'system', content: SYSTEM }, ...story.messages].map((message) => JSON.stringify(message));
  writeFileSync(`${folder}/${name}.jsonl`, `${lines.join('\n')}\n`);
  console.log(`${name}: ${story.messages.length} messages, ${lines.join('').length} characters`);
}
