import type { SessionRecord } from '../book/record.js';
import type { OpenedText, SessionsTold } from '../routes/told.js';

const KEY = 'headroom-key';

/** The browser's own key is no longer good, or there is none. */
export class Outside extends Error {}

/** Takes the code out of the address, so that it stands in no history, and gives it for a key. */
export async function enterByAddress(): Promise<void> {
  const code = /^#code=([\w-]+)$/.exec(location.hash)?.[1];
  if (code === undefined) return;
  history.replaceState(null, '', location.pathname);
  await enter(code);
}

/** Gives a code or a token for a key. @throws Outside */
export async function enter(code: string): Promise<void> {
  const answer = await fetch(`${base()}/enter`, { method: 'POST', body: JSON.stringify({ code }) });
  if (!answer.ok) throw new Outside('This link was used already, or is too old.');
  sessionStorage.setItem(KEY, ((await answer.json()) as { readonly key: string }).key);
}

export const hasKey = (): boolean => sessionStorage.getItem(KEY) !== null;

export const readSessions = (after: number): Promise<SessionsTold> => ask('sessions', { after });
export const readSession = (key: string): Promise<SessionRecord> => ask('session', { key });
export const readText = (key: string, step: number, text: number): Promise<OpenedText> =>
  ask('text', { key, step, text });

async function ask<T>(what: string, params: Readonly<Record<string, string | number>>): Promise<T> {
  const query = new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)]));
  const headers = { authorization: `Bearer ${sessionStorage.getItem(KEY) ?? ''}` };
  const answer = await fetch(`${base()}/data/${what}?${query}`, { headers });
  if (answer.status === 401) {
    sessionStorage.removeItem(KEY);
    throw new Outside('The key of this tab has run out.');
  }
  const value = (await answer.json()) as T & { readonly problem?: string };
  if (!answer.ok) throw new Error(value.problem ?? 'It could not be read.');
  return value;
}

function base(): string {
  const { pathname } = location;
  return pathname.endsWith('/') ? pathname.slice(0, -1) : pathname;
}
