import { RETRIEVE_TOOL, retrieveTool } from '../ccr/tool.js';
import { editObject } from '../edit/edit-object.js';
import { formats } from '../formats/index.js';
import { toolNames } from '../formats/offer-tool.js';
import { isRecord } from '../formats/record.js';
import type { Edit } from '../model/edit.js';
import type { Dialect, Format } from '../model/format.js';
import type { Fields } from './loop-dialect.js';

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
export function offerRetrieve(request: Fields, format: Format, when: OfferWhen = 'tools'): Offer {
  if (ownTools(request).includes(RETRIEVE_TOOL)) return { by: 'theirs' };
  if (!isSingle(request)) return { by: 'none' };
  if (when === 'tools' && !usesTools(request, format)) return { by: 'none' };
  const edit = format.offer(request, retrieveTool(format.name as Dialect));
  return edit ? { by: 'ours', edit } : { by: 'none' };
}

/** The request with the tool offered; the same reference without an offer. */
export function withOffer<Request>(request: Request, offer: Offer): Request {
  return offer.edit ? editObject(request, [offer.edit]) : request;
}

/** The built-in format of a request body; a bare list of messages cannot carry tools and has none. */
export function dialectFormat(request: unknown): Format | undefined {
  return isRecord(request) ? formats.find((format) => format.matches(request)) : undefined;
}

function ownTools(request: Fields): readonly string[] {
  const inConfig = isRecord(request.config) ? toolNames(request.config.tools) : [];
  return [...toolNames(request.tools), ...inConfig];
}

function usesTools(request: Fields, format: Format): boolean {
  if (ownTools(request).length > 0) return true;
  for (const block of format.blocks(request)) if (block.role === 'tool' || block.call) return true;
  return false;
}

/** Several choices have several turns; only one of them could be continued. */
function isSingle(request: Fields): boolean {
  const generation = isRecord(request.generationConfig) ? request.generationConfig : request.config;
  const candidates = isRecord(generation) ? generation.candidateCount : undefined;
  return [request.n, candidates].every((count) => count === undefined || count === null || count === 1);
}
