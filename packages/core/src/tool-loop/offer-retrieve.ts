import { RETRIEVE_TOOL } from '../ccr/tool.js';
import { canRetrieve } from '../door/can-retrieve.js';
import { editObject } from '../edit/edit-object.js';
import { usesCachedContent } from '../formats/gemini-offer.js';
import { toolNames } from '../formats/offer-tool.js';
import { isRecord } from '../formats/record.js';
import type { Edit } from '../model/edit.js';
import type { LoopApi } from './loop-api.js';
import type { Fields } from './loop-dialect.js';
import { listAt, without } from './own-call.js';

/** When a request is offered the tool: where tools are in play (from its first turn on), or in every request. */
export type OfferWhen = 'tools' | 'always';

/** Whether the model of a request can call `headroom_retrieve`, and who will answer. */
export interface Offer {
  /** `ours`: this door offers the tool and answers. `theirs`: the client brings a tool of this name. `none`: nobody does. */
  readonly by: 'ours' | 'theirs' | 'none';
  /** Whether the choice of tools lets the model call it in this very request. */
  readonly isReachable: boolean;
  /** The only change to the request, when there is one. */
  readonly edit?: Edit;
  /** What keeps the tool out of a conversation that uses tools. */
  readonly obstacle?: string;
}

/**
 * Decides by what never changes within a conversation, so that the tool list never flickers: an agent's requests are offered
 * the tool from the first to the last, whatever the choice of tools in one of them. Left alone are requests with several
 * choices, those without tools that demand a choice or JSON, and conversations that the provider holds.
 */
export function offerRetrieve(
  request: Fields,
  { format, tool }: Pick<LoopApi, 'format' | 'tool'>,
  when: OfferWhen,
): Offer {
  const tools = toolsOf(request);
  if (toolNames(tools).includes(RETRIEVE_TOOL))
    return { by: 'theirs', isReachable: canRetrieve(tools, choiceOf(request)) };
  const none = { by: 'none', isReachable: false } as const;
  if (!isSingle(request) || (when === 'tools' && !usesTools(request, format))) return none;
  const obstacle = obstacleOf(request);
  if (obstacle !== undefined) return { ...none, obstacle };
  const edit = format.offer(toolNames(tools).length > 0 ? withoutChoice(request) : request, tool);
  return edit ? { by: 'ours', edit, isReachable: canRetrieve([tool], choiceOf(request)) } : none;
}

/** Fields that hold the history of a conversation at the provider, where calls of ours would be left without answers. */
function obstacleOf(request: Fields): string | undefined {
  const owners = [request, ...(isRecord(request.config) ? [request.config] : [])];
  if (owners.some(usesCachedContent)) return 'cachedContent';
  return request.conversation === undefined || request.conversation === null ? undefined : 'conversation';
}

/** A request that already has tools can have one more, whatever it says about choosing among them. */
function withoutChoice(request: Fields): Fields {
  const open = without(request, 'tool_choice', 'toolChoice', 'toolConfig', 'tool_config', 'responseFormat');
  const { generationConfig, config } = request;
  return {
    ...open,
    ...(isRecord(generationConfig) && { generationConfig: without(generationConfig, 'responseMimeType') }),
    ...(isRecord(config) && { config: without(config, 'toolConfig', 'responseMimeType') }),
  };
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
  const toolConfig = owner.toolConfig ?? owner.tool_config;
  const calling = isRecord(toolConfig)
    ? (toolConfig.functionCallingConfig ?? toolConfig.function_calling_config)
    : undefined;
  if (!isRecord(calling)) return request.tool_choice ?? request.toolChoice;
  if (calling.mode === 'NONE') return 'none';
  const allowed = calling.allowedFunctionNames ?? calling.allowed_function_names;
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
