import { ask } from '../service/ask.js';

/** The agent waits for ten seconds. */
const PATIENCE_MS = 9000;
/** More is left as it is; nothing of it is held longer than that. */
const MOST_BYTES = 40_000_000;

/**
 * `headroom hook`: what an agent starts that has no hooks over HTTP. It hands on the event and prints the answer; `HEADROOM_HOOK` and
 * `HEADROOM_TOKEN` say where to or, where an agent is named behind it, the state of the service. Whatever fails, the answer is `{}`, and the output stays as it is. Loads nothing of ours but this.
 */
process.stdout.write((await answer().catch(() => undefined)) ?? '{}');

async function answer(): Promise<string | undefined> {
  const event = await given();
  const [, , , agent, query = ''] = process.argv;
  const place = agent === undefined ? await ofSession() : await ofState(agent, query);
  if (event === undefined || !place) return undefined;
  const answered = await ask(place, place.path, { body: event, timeoutMs: PATIENCE_MS });
  return answered?.status === 200 ? answered.body : undefined;
}

/** Where to ask. */
interface Place {
  readonly port: number;
  readonly token: string;
  readonly path: string;
}

/** Undefined while the service of the session is away: somebody else may listen in its place. */
async function ofSession(): Promise<Place | undefined> {
  const url = parsed(process.env.HEADROOM_HOOK);
  const token = process.env.HEADROOM_TOKEN;
  if (!url || !token || url.hostname !== '127.0.0.1') return undefined;
  const { liveState, serviceFolder } = await import('../service/state.js');
  const state = liveState(serviceFolder());
  if (state?.port !== Number(url.port) || state.token !== token) return undefined;
  return { port: state.port, token, path: `${url.pathname}${url.search}` };
}

/** The service is kept running by the MCP server that the agent has started for the same session. */
async function ofState(agent: string, query: string): Promise<Place | undefined> {
  const [{ liveState, serviceFolder }, { version }] = await Promise.all([
    import('../service/state.js'),
    import('../version.js'),
  ]);
  const state = liveState(serviceFolder());
  const chosen = new URLSearchParams(query);
  chosen.set('v', version);
  return state && { ...state, path: `/hook/${encodeURIComponent(agent)}?${chosen}` };
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
