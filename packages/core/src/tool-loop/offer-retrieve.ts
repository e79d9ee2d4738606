import { RETRIEVE_TOOL } from '../ccr/tool.js';
import { canRetrieve } from '../door/can-retrieve.js';
import { editObject } from '../edit/edit-object.js';
import { toolNames } from '../formats/offer-tool.js';
import { isRecord } from '../formats/record.js';
import type { Edit } from '../model/edit.js';
import type { LoopApi } from './loop-api.js';
import type { Fields } from './loop-dialect.js';
import { listAt } from './own-call.js';

/** When a request is offered the tool: where tools are in play (from its first turn on), or in every request. */
export type OfferWhen = 'tools' | 'always';

/** Whether the model of a request can call `headroom_retrieve`, and who will answer. */
export interface Offer {
  /** `ours`: this door offers the tool and answers. `theirs`: the client brings a tool of this name. `none`: nobody does. */
  readonly by: 'ours' | 'theirs' | 'none';
  /** The only change to the request, when there is one. */
  readonly edit?: Edit;
}

/**
 * Decides by what never changes within a conversation, so that the tool list never flickers: an agent's requests are offered
 * the tool from the first on. Requests with a forced or forbidden tool choice, several choices or emulated JSON are left alone.
 */
export function offerRetrieve(
  request: Fields,
  { format, tool }: Pick<LoopApi, 'format' | 'tool'>,
  when: OfferWhen,
): Offer {
  const tools = toolsOf(request);
  if (toolNames(tools).includes(RETRIEVE_TOOL))
    return { by: canRetrieve(tools, choiceOf(request)) ? 'theirs' : 'none' };
  if (!isSingle(request)) return { by: 'none' };
  if (when === 'tools' && !usesTools(request, format)) return { by: 'none' };
  const edit = format.offer(request, tool);
  return edit ? { by: 'ours', edit } : { by: 'none' };
}

/** The request with the tool offered; the same reference without an offer. */
export function withOffer<Request>(request: Request, offer: Offer): Request {
  return offer.edit ? editObject(request, [offer.edit]) : request;
}

/** The tools a request brings, in the order the model sees them. */
export function toolsOf(request: Fields): readonly unknown[] {
  return [...listAt(request, 'tools'), ...listAt(request.config, 'tools')];
}

/** The choice of tools as {@link canRetrieve} reads it. */
function choiceOf(request: Fields): unknown {
  const owner = isRecord(request.config) ? request.config : request;
  const calling = isRecord(owner.toolConfig) ? owner.toolConfig.functionCallingConfig : undefined;
  if (!isRecord(calling)) return request.tool_choice ?? request.toolChoice;
  if (calling.mode === 'NONE') return 'none';
  const { allowedFunctionNames: allowed } = calling;
  return Array.isArray(allowed) ? { tools: allowed.map((name: unknown) => ({ name })) } : undefined;
}

function usesTools(request: Fields, format: LoopApi['format']): boolean {
  if (toolNames(toolsOf(request)).length > 0) return true;
  for (const block of format.blocks(request)) if (block.role === 'tool' || block.call) return true;
  return false;
}

/** Several choices have several turns; only one of them could be continued. */
function isSingle(request: Fields): boolean {
  const generation = isRecord(request.generationConfig) ? request.generationConfig : request.config;
  const candidates = isRecord(generation) ? generation.candidateCount : undefined;
  return [request.n, candidates].every((count) => count === undefined || count === null || count === 1);
}
