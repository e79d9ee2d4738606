import { ask } from '../service/ask.js';

/** The agent waits for ten seconds. */
const PATIENCE_MS = 9000;
/** More is left as it is; nothing of it is held longer than that. */
const MOST_BYTES = 40_000_000;

/**
 * `headroom hook`: what an agent starts that has no hooks over HTTP. It hands on the event and prints the answer; `HEADROOM_HOOK` and
 * `HEADROOM_TOKEN` say where to. Whatever fails, the answer is `{}`, and the output stays as it is. Loads nothing of ours but this.
 */
process.stdout.write((await answer().catch(() => undefined)) ?? '{}');

async function answer(): Promise<string | undefined> {
  const event = await given();
  const url = parsed(process.env.HEADROOM_HOOK);
  const token = process.env.HEADROOM_TOKEN;
  if (event === undefined || !url || !token || url.hostname !== '127.0.0.1') return undefined;
  const state = { port: Number(url.port), token };
  const answered = await ask(state, `${url.pathname}${url.search}`, { body: event, timeoutMs: PATIENCE_MS });
  return answered?.status === 200 ? answered.body : undefined;
}

/** All of standard input: who writes it must not find it closed. */
async function given(): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MOST_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length <= MOST_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined;
}

function parsed(url: string | undefined): URL | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
}
