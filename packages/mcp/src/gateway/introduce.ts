import { asFields, type Fields, type Reply } from './messages.js';
import type { Routes } from './routes.js';

/** Introduces the client to every server, and all of them to the client as one. */
export async function introduce(
  routes: Routes,
  params: unknown,
  serverInfo: Fields,
  warn: ((message: string) => void) | undefined,
): Promise<Reply> {
  const replies = await Promise.all(routes.all.map((upstream) => upstream.introduce(params)));
  const failed = replies.filter((reply) => 'error' in reply);
  for (const { error } of failed) warn?.(String(asFields(error).message));
  routes.keepOnly((_, i) => 'result' in (replies[i] as Reply));
  const results = replies.flatMap((reply) => ('result' in reply ? [asFields(reply.result)] : []));
  const first = results[0];
  if (!first) return failed[0] ?? { error: { code: -32000, message: 'There is no server behind this gateway' } };
  const capabilities = results.reduce((all, { capabilities: own }) => union(all, asFields(own)), {} as Fields);
  const instructions = results.flatMap(({ instructions: own }) => (typeof own === 'string' ? [own] : [])).join('\n\n');
  const versions = results.map(({ protocolVersion }) => String(protocolVersion)).sort();
  return {
    result: {
      ...first,
      ...(routes.prefixed ? { serverInfo } : {}),
      protocolVersion: versions[0],
      capabilities: { ...capabilities, tools: capabilities.tools ?? {} },
      ...(instructions === '' ? {} : { instructions }),
    },
  };
}

function union(a: Fields, b: Fields): Fields {
  const all: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const both = typeof value === 'object' && value !== null && typeof all[key] === 'object' && all[key] !== null;
    all[key] = both ? union(asFields(all[key]), asFields(value)) : (all[key] ?? value);
  }
  return all;
}
