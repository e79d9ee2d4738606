import { type BodyReport, type SkipReason, skipped, skipWarning } from './body-report.js';
import { type Body, compressBody, type SmallerBody } from './compress-body.js';
import { type DoorOptions, requireFunction, resolveDoor } from './door-options.js';
import { takesConversation } from './endpoints.js';
import { BYPASS_HEADER, type HeaderReader, sealOf } from './json-body.js';
import { tallyOf } from './tally.js';

/** What the body middleware of a gateway can be told. */
export interface BodyDoorOptions extends DoorOptions {
  /**
   * Which paths take conversations. Default: those of the providers' wires, such as `/v1/chat/completions`, `/v1/responses`,
   * `/v1/messages` and `/v1beta/models/…:generateContent`, behind any prefix.
   */
  readonly takes?: (path: string) => boolean;
}

/** A request before its body is read. */
export interface RequestHead {
  readonly method: string;
  /** The path with whatever the framework has mounted on it. */
  readonly path: string;
  readonly headers: HeaderReader;
}

/** The framework-neutral half of a body middleware. */
export interface BodyDoor {
  readonly maxBytes: number;
  /** The report of a request whose body should not even be read; undefined when it should. */
  screen(head: RequestHead): BodyReport | undefined;
  /** The report of a request that turned out to have no usable body. */
  skip(reason: SkipReason): BodyReport;
  /** Shrinks a body that was read. Never rejects: a failure is a report, and the body as it came. */
  compress<Given extends Body>(body: Given, head: RequestHead, signal?: AbortSignal): Promise<SmallerBody<Given>>;
}

const METHODS = new Set(['POST', 'PUT', 'PATCH']);
const JSON_TYPE = /^[\w.+-]+\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/**
 * Makes the part that body middlewares of all frameworks share; `name` is what their calls are counted under.
 *
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function createBodyDoor({ takes = takesConversation, ...rest }: BodyDoorOptions = {}, name = 'http'): BodyDoor {
  requireFunction('takes', takes);
  const { engine, maxBytes, options } = resolveDoor(rest, name);
  const tally = tallyOf(engine);
  const noted = (report: BodyReport): BodyReport => {
    tally.add(report);
    const warning = skipWarning(report);
    if (warning) options.onWarning?.(warning);
    return report;
  };

  return {
    maxBytes,
    screen(head) {
      const ordinary = ordinaryReason(head, takes);
      if (ordinary) return skipped(ordinary);
      const reason = bodyReason(head.headers, maxBytes);
      return reason && noted(skipped(reason));
    },
    skip: (reason) => noted(skipped(reason)),
    async compress(body, { path }, signal) {
      try {
        const smaller = await compressBody(engine, body, path, signal ? { ...options, signal } : options);
        noted(smaller.report);
        return smaller;
      } catch {
        return { body, report: noted(skipped('failed')) };
      }
    },
  };
}

/** Requests that are none of our business. */
function ordinaryReason({ method, path, headers }: RequestHead, takes: (path: string) => boolean) {
  if (!METHODS.has(method)) return 'method';
  if (!takes(path)) return 'address';
  return JSON_TYPE.test(headers.get('content-type') ?? '') ? undefined : 'content_type';
}

/** Conversations whose body must not be touched. */
function bodyReason(headers: HeaderReader, maxBytes: number): SkipReason | undefined {
  if (headers.get(BYPASS_HEADER) === 'true') return 'bypass';
  const length = Number(headers.get('content-length') ?? Number.NaN);
  if (length === 0) return 'no_body';
  return length > maxBytes ? 'too_large' : sealOf(headers);
}
