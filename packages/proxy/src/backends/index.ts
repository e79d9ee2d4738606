import { HeadroomError } from '@headroom/core';
import { type AzureOptions, azure } from './azure.js';
import type { Backend, BackendTools } from './backend.js';
import { type BedrockOptions, bedrock } from './bedrock.js';
import { type FoundryOptions, foundry } from './foundry.js';
import { type OpenRouterOptions, openrouter } from './openrouter.js';
import { type VertexOptions, vertex } from './vertex.js';

/** Where requests of the clients' own wires are sent under the operator's credentials; `name` says which. */
export type BackendOptions = BedrockOptions | VertexOptions | AzureOptions | FoundryOptions | OpenRouterOptions;

/** @throws HeadroomError `invalid_option` for a backend that is not known, and for options and credentials that are wrong or missing. */
export function createBackend(options: BackendOptions, tools: BackendTools): Backend {
  switch (options?.name) {
    case 'bedrock':
      return bedrock(options, tools);
    case 'vertex':
      return vertex(options, tools);
    case 'azure':
      return azure(options, tools);
    case 'foundry':
      return foundry(options, tools);
    case 'openrouter':
      return openrouter(options, tools);
    default:
      throw new HeadroomError(
        'invalid_option',
        'Option `backend.name` must be bedrock, vertex, azure, foundry or openrouter',
        'backend',
      );
  }
}
