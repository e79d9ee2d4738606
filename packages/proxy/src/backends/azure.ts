import { type AzureResource, resourceAt } from './azure-resource.js';
import { type Backend, type BackendTools, lacks, pathAndQuery } from './backend.js';
import { Check } from './check.js';
import { ownModel } from './models.js';
import { through } from './passage.js';
import { renamed } from './rename-model.js';

/** Azure OpenAI, by its v1 API: OpenAI's own wires, with deployments for models. */
export interface AzureOptions extends AzureResource {
  readonly name: 'azure';
}

/** @throws HeadroomError for options that are wrong or missing. */
export function azure(options: AzureOptions, tools: BackendTools): Backend {
  const service = {
    backend: 'azure',
    domain: 'openai.azure.com',
    scope: 'https://cognitiveservices.azure.com/.default',
  };
  const { origin, authority, models } = resourceAt(options, new Check('azure', { ...options }), service, tools);
  return {
    name: 'azure',
    route(target) {
      const [path, query] = pathAndQuery(target);
      if (/^\/v1\/messages(?:\/|$)/.test(path)) return lacks('azure', 'Messages API; the backend foundry has');
      const [, rest] = /^(?:\/openai)?(\/v1\/.+)$/.exec(path) ?? [];
      if (rest === undefined) return lacks('azure', 'such a path as this');
      const changed = (request: Parameters<typeof renamed>[0]) => ({
        ...renamed(request, (asked) => ownModel(asked, models)),
        path: `/openai${rest}${query}`,
      });
      return { origin, send: through({ authority, changed }, target, tools) };
    },
  };
}
