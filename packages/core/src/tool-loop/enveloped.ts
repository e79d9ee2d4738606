import { gemini } from '../formats/gemini.js';
import { envelopeMember } from '../formats/gemini-envelope.js';
import { isRecord } from '../formats/record.js';
import type { Fields } from './loop-dialect.js';
import type { LoopTurn, ToolLoop } from './tool-loop.js';

/** The same loop, which also knows requests of Gemini in an envelope: `within` answers those, and what stands around them stays. */
export function enveloped(loop: ToolLoop, within: ToolLoop): ToolLoop {
  return {
    async begin<Request extends object>(given: Request, owner = {}): Promise<LoopTurn<Request>> {
      const member = envelopeMember(given, gemini);
      if (member === undefined) return loop.begin(given, owner);
      const inner = (given as Fields)[member] as object;
      const turn = await within.begin(inner, owner);
      return {
        ...turn,
        request: turn.request === inner ? given : { ...given, [member]: turn.request },
        async run<Response>(request: Request, send: (request: Request) => Promise<Response>): Promise<Response> {
          let latest: unknown;
          const shown = await turn.run<unknown>(innerOf(request, member), async (round) => {
            latest = await send(around(request, member, round));
            return responseIn(latest);
          });
          return (shown === responseIn(latest) ? latest : { ...(latest as object), response: shown }) as Response;
        },
        stream: (request, send) =>
          turn.stream(innerOf(request, member), (round) => send(around(request, member, round))),
      };
    },
  };
}

function innerOf(request: object, member: string): object {
  return (request as Fields)[member] as object;
}

function around<Request extends object>(request: Request, member: string, inner: object): Request {
  return inner === innerOf(request, member) ? request : { ...request, [member]: inner };
}

function responseIn(response: unknown): unknown {
  return isRecord(response) && isRecord(response.response) ? response.response : response;
}
