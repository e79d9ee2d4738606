import { within } from './deadlines.js';
import { asFields, type Fields, type Reply } from './messages.js';
import type { Routes } from './routes.js';

/** How long a client waits for slow servers when another one is ready; they join in later. */
const PATIENCE_MS = 3000;

/** What several servers can do behind one connection: each of these is sent to the right one. */
const SERVED = ['tools', 'prompts', 'resources', 'logging', 'completions'];
/** What can be announced to be another. */
const ANNOUNCED = ['tools', 'prompts', 'resources'];

/**
 * Introduces the client to every server, and all of them to the client as one. A server that is slow or mute holds nobody: the
 * client gets its answer without it, and hears when it is there.
 */
export async function introduce(routes: Routes, params: unknown, serverInfo: Fields): Promise<Reply> {
  const { replies, failures } = await firstReplies(routes, params);
  const results = replies.map((reply) => asFields('result' in reply ? reply.result : undefined));
  const first = results[0];
  if (!first) return failures[0] ?? { error: { code: -32000, message: 'There is no server behind this gateway' } };
  const instructions = results.flatMap(({ instructions: own }) => (typeof own === 'string' ? [own] : [])).join('\n\n');
  const versions = results.map(({ protocolVersion }) => String(protocolVersion)).sort();
  return {
    result: {
      ...first,
      ...(routes.prefixed ? { serverInfo } : {}),
      protocolVersion: versions[0],
      capabilities: served(
        routes,
        results.map(({ capabilities }) => asFields(capabilities)),
      ),
      ...(instructions === '' ? {} : { instructions }),
    },
  };
}

/** Everybody's reply; once somebody is ready, that of those who were quick. In the order of the servers. */
async function firstReplies(routes: Routes, params: unknown) {
  const replies: (Reply | undefined)[] = routes.all.map(() => undefined);
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  const all = Promise.all(
    routes.all.map(async (upstream, at) => {
      const reply = await upstream.introduce(params);
      replies[at] = reply;
      if ('result' in reply) isReady();
    }),
  );
  await Promise.race([all, ready]);
  if (routes.prefixed) await within(all, PATIENCE_MS, () => undefined);
  const given = replies.filter((reply) => reply !== undefined);
  return {
    replies: given.filter((reply) => 'result' in reply),
    failures: given.filter((reply) => 'error' in reply),
  };
}

/** What the client may use. The retrieve tool is always there, and the lists may be others when a server comes or goes. */
function served({ prefixed }: Routes, all: readonly Fields[]): Fields {
  const given = all.reduce(union, {});
  const kept = Object.fromEntries(Object.entries(given).filter(([name]) => !prefixed || SERVED.includes(name)));
  const capabilities: Fields = { ...kept, tools: kept.tools ?? {} };
  const announced = ANNOUNCED.filter((name) => name in capabilities).map((name) => [
    name,
    { ...asFields(capabilities[name]), listChanged: true },
  ]);
  return { ...capabilities, ...Object.fromEntries(announced) };
}

function union(a: Fields, b: Fields): Fields {
  const all: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const both = typeof value === 'object' && value !== null && typeof all[key] === 'object' && all[key] !== null;
    all[key] = both ? union(asFields(all[key]), asFields(value)) : (all[key] ?? value);
  }
  return all;
}
