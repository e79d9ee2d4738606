import { type AzureResource, resourceAt } from './azure-resource.js';
import { type Backend, type BackendTools, lacks, pathAndQuery } from './backend.js';
import { Check } from './check.js';
import { ownModel } from './models.js';
import { through } from './passage.js';
import { renamed } from './rename-model.js';

/** Models of Anthropic in Microsoft Foundry: the Messages API, with deployments for models. */
export interface FoundryOptions extends AzureResource {
  readonly name: 'foundry';
}

/** @throws HeadroomError for options that are wrong or missing. */
export function foundry(options: FoundryOptions, tools: BackendTools): Backend {
  const service = { backend: 'foundry', domain: 'services.ai.azure.com', scope: 'https://ai.azure.com/.default' };
  const { origin, authority, models } = resourceAt(options, new Check('foundry', { ...options }), service, tools);
  return {
    name: 'foundry',
    route(target) {
      const [path, query] = pathAndQuery(target);
      const [, rest] = /^(?:\/anthropic)?(\/v1\/messages(?:\/.+)?)$/.exec(path) ?? [];
      if (rest?.startsWith('/v1/messages/batches')) return lacks('foundry', 'batches of messages');
      if (rest === undefined) return lacks('foundry', 'such a path as this; it has the Messages API');
      const changed = (request: Parameters<typeof renamed>[0]) => ({
        ...renamed(request, (asked) => ownModel(asked, models)),
        path: `/anthropic${rest}${query}`,
      });
      return { origin, send: through({ authority, changed }, target, tools) };
    },
  };
}
