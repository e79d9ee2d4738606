import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from './world.js';

/** A session in the book, as far as it is looked at here. */
export interface ToldSession {
  readonly agent: string;
  readonly session: string;
  readonly model: string;
  readonly requests: number;
  readonly outputs: number;
  readonly before: number;
  readonly after: number;
  readonly counted: number;
  readonly changed: number;
  readonly askedBack: number;
}

/** What the dashboard of a world's service tells of its sessions, to whoever has a link. */
export async function sessionsTold({ home }: World): Promise<readonly ToldSession[]> {
  const state = JSON.parse(readFileSync(join(home, '.headroom', 'service.json'), 'utf8')) as {
    readonly port: number;
    readonly token: string;
  };
  const address = `http://127.0.0.1:${state.port}`;
  const ask = async (path: string, key: string, init: RequestInit = {}) =>
    (await (await fetch(address + path, { ...init, headers: { authorization: `Bearer ${key}` } })).json()) as never;
  const { path } = (await ask('/link', state.token)) as { readonly path: string };
  const [, code] = path.split('#code=');
  const { key } = (await ask('/dashboard/enter', '', { method: 'POST', body: JSON.stringify({ code }) })) as {
    readonly key: string;
  };
  const { sessions } = (await ask('/dashboard/data/sessions', key)) as { readonly sessions: readonly ToldSession[] };
  return sessions;
}
