import { billSession, type Message, type Request } from '@headroom/agents/replay';
import { messageTokens } from '../chat.js';
import { balanced } from '../methods/index.js';
import type { Method } from '../methods/method.js';
import { percent } from '../survival/sum-grades.js';
import { CACHE_PRICES } from './prices.js';
import { replays } from './replays.js';
import type { Session } from './session.js';

/** The input of a session at one provider, in tokens at the uncached price. */
export interface SessionCost {
  readonly provider: string;
  readonly plain: number;
  readonly compressed: number;
  /** Percent of the bill for input that is saved, reads and writes of the cache included. */
  readonly saved: number;
  /** How many whole originals, brought back and kept to the end, would eat the saving. */
  readonly retrievesToBreakEven: number;
}

export interface SessionReport {
  readonly name: string;
  readonly title: string;
  readonly requests: number;
  readonly tokensPlain: number;
  readonly tokensCompressed: number;
  readonly costs: readonly SessionCost[];
  /** Turns whose request does not begin with the one before it, byte for byte. */
  readonly brokenPrefixes: number;
  /** The bill after each request at the first provider, plain and compressed. */
  readonly course: readonly (readonly [number, number])[];
}

const asRequest = (messages: readonly Message[]): Request =>
  messages.map((message) => ({ bytes: JSON.stringify(message), tokens: messageTokens(message) }));

/** Every request of a session, each compressed from scratch as by another process. */
async function requestsOf(session: Session, method: Method): Promise<Request[]> {
  const requests: Request[] = [];
  for (const end of session.sentAt)
    requests.push(asRequest((await method.run(session.messages.slice(0, end))).messages));
  return requests;
}

/** Requests that do not begin with the bytes of the one before. */
export function brokenPrefixes(requests: readonly Request[]): number {
  return requests
    .slice(1)
    .filter((request, i) => requests[i]?.some((message, at) => message.bytes !== request[at]?.bytes)).length;
}

const tokensOf = (requests: readonly Request[]) => requests.flat().reduce((sum, message) => sum + message.tokens, 0);
const costsOf = (requests: readonly Request[]) =>
  CACHE_PRICES.map((price) => billSession(requests, price).map((bill) => bill.cost));
const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0);

/** A typical original: the mean tool result of the session, written once and read in half of the requests that are left. */
function retrieveCost(session: Session, price: (typeof CACHE_PRICES)[number]): number {
  const results = session.messages.filter((message) => message.role === 'tool').map(messageTokens);
  return (sum(results) / results.length) * (price.write + (price.read * session.sentAt.length) / 2);
}

async function replay(session: Session, method: Method): Promise<SessionReport> {
  const before = session.sentAt.map((end) => asRequest(session.messages.slice(0, end)));
  const after = await requestsOf(session, method);
  const [plain, compressed] = [costsOf(before), costsOf(after)];
  const running = (bills: readonly number[]) => bills.map((_, i) => Math.round(sum(bills.slice(0, i + 1))));
  const [first, second] = [running(plain[0] ?? []), running(compressed[0] ?? [])];
  return {
    name: session.name,
    title: session.title,
    requests: session.sentAt.length,
    tokensPlain: tokensOf(before),
    tokensCompressed: tokensOf(after),
    costs: CACHE_PRICES.map((price, i) => {
      const [was, is] = [sum(plain[i] ?? []), sum(compressed[i] ?? [])];
      return {
        provider: price.name,
        plain: Math.round(was),
        compressed: Math.round(is),
        saved: percent(was - is, was),
        retrievesToBreakEven: Math.floor((was - is) / retrieveCost(session, price)),
      };
    }),
    brokenPrefixes: brokenPrefixes(after),
    course: first.map((value, i) => [value, second[i] ?? 0]),
  };
}

/** Replays every session and bills it at every provider, compressed and not. */
export async function sessions(method: Method = balanced): Promise<SessionReport[]> {
  const reports: SessionReport[] = [];
  for (const session of replays()) reports.push(await replay(session, method));
  return reports;
}
