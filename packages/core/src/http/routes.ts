import { HeadroomError } from '../model/errors.js';
import type { MaybePromise } from '../model/path.js';
import { compressRoute } from './compress-route.js';
import { type DoorOptions, type DoorSettings, requireFunction, resolveDoor } from './door-options.js';
import type { Peer } from './loopback.js';
import { jsonResponse, Problem } from './problem.js';
import { retrieveRoute } from './retrieve-route.js';
import { tallyOf } from './tally.js';

/** What the routes can be told, besides everything an engine can. */
export interface RoutesOptions extends DoorOptions {
  /**
   * Who may call: true lets in, false refuses with 403, a response is sent as it is. Asked before the body is read. Without it
   * nobody may: see {@link loopbackOnly} for programs on this machine.
   */
  readonly authorize?: (request: Request, peer: Peer) => MaybePromise<boolean | Response>;
}

const ROUTES = {
  '/v1/compress': { method: 'POST', answer: compressRoute },
  '/v1/retrieve': { method: 'POST', answer: retrieveRoute },
  '/v1/stats': {
    method: 'GET',
    answer: async (_: Request, { engine }: DoorSettings) => jsonResponse(JSON.stringify(tallyOf(engine))),
  },
} as const;

const NOBODY =
  'Nobody may use this compression service until it is given `authorize`: a check of a token, or `loopbackOnly` for programs on ' +
  'this machine, where no reverse proxy on this machine passes on what others ask';

/** A path that the routes answer. */
export type RoutePath = keyof typeof ROUTES;

/** The paths that the routes answer, for a framework to mount. */
export const ROUTE_PATHS = Object.keys(ROUTES) as readonly RoutePath[];

/** Answers a request to one of the paths. Never rejects: what goes wrong is a problem document. */
export type Routes = (path: RoutePath, request: Request, peer: Peer) => Promise<Response>;

/**
 * Makes the routes of a compression service around an engine: `POST /v1/compress`, `POST /v1/retrieve`, `GET /v1/stats`.
 *
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function createRoutes({ authorize, ...rest }: RoutesOptions = {}): Routes {
  requireFunction('authorize', authorize);
  const settings = resolveDoor(rest, 'service');

  return async (path, request, peer) => {
    try {
      const { method, answer } = ROUTES[path];
      if (!URL.canParse(request.url))
        throw new Problem(400, 'invalid_address', 'The request names no readable address');
      if (!authorize) throw new Problem(403, 'not_configured', NOBODY);
      const allowed = await authorize(request, peer);
      if (typeof allowed === 'object' && allowed !== null) return allowed;
      if (allowed !== true) throw new Problem(403, 'forbidden', 'This caller may not use the compression service');
      if (request.method !== method)
        throw new Problem(405, 'method_not_allowed', `This path takes ${method}`, { allow: method });
      return await answer(request, settings);
    } catch (error) {
      return problemOf(error).toResponse();
    }
  };
}

/** An unforeseen error may quote the request in its message, so only its name is told. */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (HeadroomError.isInstance(error)) return new Problem(400, error.code, error.message);
  return new Problem(500, 'failed', `The service failed (${error instanceof Error ? error.name : 'unknown error'})`);
}
