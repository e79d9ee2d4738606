import { harmless, type Warning } from '@headroom/core';
import type { Observed } from './metrics.js';

/** What a proxy writes lines to; a logger of pino is one. */
export interface ProxyLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Where a request went; nothing that its sender wrote but the method and the path without its query. */
export interface Seen {
  readonly method: string;
  readonly path: string | undefined;
  readonly tenant: string | undefined;
}

/** Longer paths are nobody's endpoint. */
const LONGEST_PATH = 200;

/** One line for a request that is over: names and numbers. */
export function logRequest(log: ProxyLog, { method, path, tenant }: Seen, observed: Observed): void {
  const { upstream, outcome, status, ownSeconds, headSeconds, seconds, tokensBefore, tokensAfter } = observed;
  const fields = {
    method,
    path: path?.split(/[?#]/, 1)[0]?.slice(0, LONGEST_PATH),
    tenant,
    upstream,
    outcome,
    status,
    ownMs: ownSeconds === undefined ? undefined : milliseconds(ownSeconds),
    headMs: milliseconds(headSeconds),
    ms: milliseconds(seconds),
    ...(tokensBefore > 0 && { tokensBefore, tokensAfter }),
  };
  attempt(() => (status >= 500 ? log.warn(fields, 'request') : log.info(fields, 'request')));
}

export function logWarning(log: ProxyLog, { code, message }: Warning): void {
  attempt(() => log.warn({ code }, message));
}

const milliseconds = (seconds: number) => Math.round(seconds * 10_000) / 10;

/** A request never fails for being written down. */
const attempt = (write: () => unknown): void => harmless(write)();
