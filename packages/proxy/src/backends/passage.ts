import type { Answer } from '../wire/messages.js';
import { sendUpstream } from '../wire/send-upstream.js';
import { errorAnswer } from '../wire/wires.js';
import type { BackendTools, Send } from './backend.js';
import { Refused, type WholeRequest, wholeRequest } from './whole-request.js';

/** How a request proves who asks. */
export interface Authority {
  /** The request with its proof. @throws NoCredentials */
  signed(request: WholeRequest): Promise<WholeRequest>;
  /**
   * Looks at a refusal (401, 403, 400). True where the proof was at fault and another can be given: the request was turned away before
   * any model saw it, so it may be sent once more and nothing is paid twice.
   */
  learns(answer: Answer, sent: WholeRequest): boolean;
}

/** There are no credentials to be had. */
export class NoCredentials extends Error {
  override readonly name = 'NoCredentials';
}

/** What happens to one kind of request on its way to a backend and back. */
export interface Passage {
  readonly authority: Authority;
  /** The request in the backend's words. @throws Refused */
  changed?(request: WholeRequest): WholeRequest;
  /** The answer in the client's words. */
  answered?(answer: Answer, request: WholeRequest): Answer | Promise<Answer>;
}

const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403]);
/** Clients that know this header do not try again. */
const NO_RETRY = ['x-should-retry', 'false'];

/** Sends requests through a passage. `target` is what the client asked for: in the words of its wire it hears what went wrong. */
export function through({ authority, changed, answered }: Passage, target: string, tools: BackendTools): Send {
  return async (pool, outbound) => {
    let done = () => {};
    try {
      const whole = await wholeRequest(outbound, tools.room, tools.maxBytes);
      done = whole.done;
      const request = changed?.(whole.request) ?? whole.request;
      let sent = await authority.signed(request);
      let answer = await sendUpstream(pool, sent);
      if (REFUSALS.has(answer.status) && authority.learns(answer, sent)) {
        await answer.body?.cancel().catch(() => undefined);
        sent = await authority.signed(request);
        answer = await sendUpstream(pool, sent);
      }
      return (await answered?.(answer, request)) ?? answer;
    } catch (error) {
      if (error instanceof Refused) return errorAnswer(target, error.status, error.message, NO_RETRY);
      if (error instanceof NoCredentials) return errorAnswer(target, 502, error.message, NO_RETRY);
      throw error;
    } finally {
      done();
    }
  };
}
