import type { Dialect } from '@headroom/core';
import { type Answer, jsonAnswer } from './messages.js';

/** In whose words an answer to this path is given. */
export function dialectOf(target: string): Dialect | undefined {
  const path = target.split(/[?#]/, 1)[0] ?? '';
  if (/\/messages(?:\/|$)|:(?:stream)?RawPredict$|:rawPredict$|\/model\/[^/]+\/invoke/.test(path)) return 'anthropic';
  if (/:[a-zA-Z]+$|^\/v1(?:beta|alpha|internal)/.test(path)) return 'gemini';
  if (/\/responses(?:\/|$)/.test(path)) return 'openai-responses';
  return 'openai-chat';
}

/** What kind of failure it was, as providers name it. */
type Kind = 'invalid' | 'unauthorized' | 'forbidden' | 'not_found' | 'too_large' | 'limited' | 'failed';

const KINDS: Readonly<Record<number, Kind>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  413: 'too_large',
  429: 'limited',
  502: 'failed',
  503: 'failed',
  504: 'failed',
};
const ANTHROPIC: Readonly<Record<Kind, string>> = {
  invalid: 'invalid_request_error',
  unauthorized: 'authentication_error',
  forbidden: 'permission_error',
  not_found: 'not_found_error',
  too_large: 'request_too_large',
  limited: 'rate_limit_error',
  failed: 'api_error',
};
const OPENAI: Readonly<Record<Kind, string>> = {
  invalid: 'invalid_request_error',
  unauthorized: 'authentication_error',
  forbidden: 'permission_error',
  not_found: 'invalid_request_error',
  too_large: 'invalid_request_error',
  limited: 'rate_limit_exceeded',
  failed: 'server_error',
};
const GOOGLE: Readonly<Record<Kind, string>> = {
  invalid: 'INVALID_ARGUMENT',
  unauthorized: 'UNAUTHENTICATED',
  forbidden: 'PERMISSION_DENIED',
  not_found: 'NOT_FOUND',
  too_large: 'INVALID_ARGUMENT',
  limited: 'RESOURCE_EXHAUSTED',
  failed: 'UNAVAILABLE',
};

/** The error object that a client of this wire knows how to read. */
export function errorBody(dialect: Dialect | undefined, status: number, message: string): object {
  const kind = KINDS[status] ?? 'invalid';
  if (dialect === 'anthropic') return { type: 'error', error: { type: ANTHROPIC[kind], message } };
  if (dialect === 'gemini') return { error: { code: status, message, status: GOOGLE[kind] } };
  return { error: { message, type: OPENAI[kind], param: null, code: kind === 'failed' ? 'server_error' : null } };
}

/** A refusal or failure of our own, in the words of the wire. */
export function errorAnswer(target: string, status: number, message: string, more: readonly string[] = []): Answer {
  return jsonAnswer(status, errorBody(dialectOf(target), status, `headroom: ${message}`), more);
}

/** A refusal in the words of Responses over WebSocket, where there is no head to put a status and a time to wait into. */
export function errorFrame(status: number, message: string, headers: Readonly<Record<string, string>> = {}): string {
  const type = OPENAI[KINDS[status] ?? 'invalid'];
  const error = { type, code: type, message: `headroom: ${message}`, param: null };
  return JSON.stringify({ type: 'error', status, error, headers });
}

/** The event by which a stream of this wire says that it broke off. */
export function errorEvent(dialect: Dialect, message: string): string {
  const body = errorBody(dialect, 502, `headroom: ${message}`);
  if (dialect === 'anthropic') return `event: error\ndata: ${JSON.stringify(body)}\n\n`;
  if (dialect === 'openai-responses') {
    const event = { type: 'error', code: 'server_error', message: `headroom: ${message}`, param: null };
    return `event: error\ndata: ${JSON.stringify(event)}\n\n`;
  }
  return `data: ${JSON.stringify(body)}\n\n`;
}
