import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeadroomError, PRICES_DATE, type SharedStore } from '@headroom/core';
import { hostRules } from '@headroom/proxy';
import { SessionBook } from '../book/book.js';
import { Entry } from './entry.js';
import { openText } from './opened-text.js';
import { readPage } from './page-file.js';

/** What a dashboard shows, and to whom. */
export interface DashboardOptions {
  /** The store that the doors share; its session book is shown. */
  readonly store: SharedStore;
  /** The book that this process writes: what it has not written yet is shown too. Default: one that only reads the store. */
  readonly book?: SessionBook;
  /** What lets somebody in besides a link; at least 16 characters. */
  readonly token: string;
  /** Whether texts of requests can be opened: on loopback, by the user whose texts they are. Default false. */
  readonly texts?: boolean;
  /** Names under which it is reached, besides those of this machine for itself. */
  readonly allowedHosts?: readonly string[];
  /** What the prices of its sums are of; default core's `PRICES_DATE`. */
  readonly pricesDate?: string;
  /** The clock in milliseconds, for tests. */
  readonly now?: () => number;
}

/** A dashboard to be mounted in a server of Node's `http`. */
export interface Dashboard {
  /** Answers requests for the dashboard; false for all others, which have not been touched. Never throws. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** The path of a link that lets one browser in, once, within five minutes. */
  link(): string;
}

export const DASHBOARD_PATH = '/dashboard';
const MOST_OF_A_BODY = 2000;

/**
 * Makes a dashboard: the page at `/dashboard`, and its figures below it for whoever has a key.
 *
 * @throws HeadroomError `invalid_option` for a token that can be guessed.
 */
export function createDashboard(options: DashboardOptions): Dashboard {
  if (typeof options.token !== 'string' || options.token.length < 16)
    throw new HeadroomError('invalid_option', 'Option `token` must have at least 16 characters', 'token');
  const answers = new Answers(options);
  return {
    answer(request, response) {
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      if (path !== DASHBOARD_PATH && !path.startsWith(`${DASHBOARD_PATH}/`)) return false;
      answers.answer(request, response, path.slice(DASHBOARD_PATH.length)).catch(() => {
        if (response.headersSent) response.destroy();
        else send(response, 500, { problem: 'The store could not be read' });
      });
      return true;
    },
    link: () => `${DASHBOARD_PATH}#code=${answers.entry.newCode()}`,
  };
}

class Answers {
  readonly entry: Entry;
  readonly #book: SessionBook;

  constructor(private readonly options: DashboardOptions) {
    const { store, token, now, book } = options;
    this.entry = new Entry(token, now);
    this.#book = book ?? new SessionBook({ store });
  }

  async answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const refused = this.#refusal(request);
    if (refused) return send(response, ...refused);
    if (path === '' || path === '/') return isRead(request) ? sendPage(request, response) : notTaken(response);
    if (path === '/enter') return request.method === 'POST' ? this.#enter(request, response) : notTaken(response);
    if (!this.entry.admits(request.headers.authorization))
      return send(response, 401, { problem: 'This needs a link from `headroom dashboard`' });
    if (!isRead(request)) return notTaken(response);
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const canOpen = this.options.texts === true && this.#isNear(request);
    if (path === '/data/sessions') return this.#sessions(response, searchParams, canOpen);
    if (path === '/data/session') return this.#session(response, searchParams);
    if (path === '/data/text') return this.#text(response, searchParams, canOpen);
    send(response, 404, { problem: 'There is nothing here' });
  }

  /** No other page may ask for anything here, whatever names the machine goes by. */
  #refusal({ rawHeaders, headers, socket }: IncomingMessage): readonly [number, object] | undefined {
    const rule = hostRules(socket.localPort ?? 0, this.options.allowedHosts ?? [], true)(rawHeaders);
    if (rule) return [rule[0], { problem: rule[1] }];
    const site = headers['sec-fetch-site'];
    const isPage = headers['sec-fetch-dest'] === 'document';
    if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isPage)
      return [403, { problem: 'Another page may not ask here' }];
    return undefined;
  }

  /** On this machine, and not by something here that speaks for somebody else. */
  #isNear({ rawHeaders, socket }: IncomingMessage): boolean {
    const isRelayed =
      hostRules(socket.localPort ?? 0, this.options.allowedHosts ?? [], false)(rawHeaders) !== undefined;
    return !isRelayed && isLoopback(socket.remoteAddress);
  }

  async #enter(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    const { code } = fieldsIn(text);
    const key = typeof code === 'string' && code.length <= 500 ? this.entry.enter(code) : undefined;
    if (key === undefined) return send(response, 401, { problem: 'This link was used already, or is too old' });
    send(response, 200, { key });
  }

  async #sessions(response: ServerResponse, params: URLSearchParams, texts: boolean): Promise<void> {
    const sessions = await this.#book.list(Number(params.get('after') ?? 0) || 0);
    const version = sessions.reduce((most, one) => Math.max(most, one.version), 0);
    send(response, 200, {
      sessions,
      version,
      texts,
      pricesDate: this.options.pricesDate ?? PRICES_DATE,
      now: Date.now(),
    });
  }

  async #session(response: ServerResponse, params: URLSearchParams): Promise<void> {
    const record = await this.#book.read(params.get('key') ?? '');
    if (record) send(response, 200, record);
    else send(response, 404, { problem: 'This session is no longer in the book' });
  }

  async #text(response: ServerResponse, params: URLSearchParams, canOpen: boolean): Promise<void> {
    if (!canOpen) return send(response, 403, { problem: 'Texts are shown on the user’s own machine only' });
    const [step, text] = [Number(params.get('step')), Number(params.get('text'))];
    const opened = await openText(this.#book, this.options.store, { key: params.get('key') ?? '', step, text });
    if (opened) send(response, 200, opened);
    else send(response, 404, { problem: 'This text is no longer in the book' });
  }
}

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

const isRead = ({ method }: IncomingMessage) => method === 'GET' || method === 'HEAD';

function notTaken(response: ServerResponse): void {
  send(response, 405, { problem: 'This is asked in another way' });
}

function sendPage(request: IncomingMessage, response: ServerResponse): void {
  const { html, policy } = readPage();
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
  response.end(request.method === 'HEAD' ? undefined : html);
}

function send(response: ServerResponse, status: number, value: object): void {
  const policy = "default-src 'none'; frame-ancestors 'none'";
  response.writeHead(status, { 'content-type': 'application/json', 'content-security-policy': policy });
  response.end(JSON.stringify(value));
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(address ?? '');
}

/** A short body; of a longer one nothing. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MOST_OF_A_BODY) return '';
  }
  return text;
}

function fieldsIn(text: string): { readonly code?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
