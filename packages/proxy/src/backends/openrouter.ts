import { type Backend, type BackendTools, lacks, pathAndQuery } from './backend.js';
import { keyAuthority } from './bearer.js';
import { Check } from './check.js';
import { type ModelNames, openrouterModel } from './models.js';
import { through } from './passage.js';
import { renamed } from './rename-model.js';

/** OpenRouter, which takes the wires of OpenAI and Anthropic. */
export interface OpenRouterOptions {
  readonly name: 'openrouter';
  readonly apiKey: string;
  readonly models?: ModelNames;
  readonly url?: string;
}

/** @throws HeadroomError for options that are wrong or missing. */
export function openrouter(options: OpenRouterOptions, tools: BackendTools): Backend {
  const check = new Check('openrouter', { ...options });
  check.names('apiKey', 'models', 'url');
  const key = check.secret('apiKey');
  if (key === undefined) throw check.fail('apiKey', 'a key of OpenRouter');
  const models = check.models();
  const origin = check.origin('https://openrouter.ai');
  const authority = keyAuthority('authorization', `Bearer ${key}`);
  return {
    name: 'openrouter',
    route(target) {
      const [path, query] = pathAndQuery(target);
      const [, rest] = /^(?:\/api)?(\/v1\/.+)$/.exec(path) ?? [];
      if (rest === undefined) return lacks('openrouter', 'such a path as this');
      if (/^\/v1\/(?:messages\/)?batches(?:\/|$)/.test(rest)) return lacks('openrouter', 'batches');
      const changed = (request: Parameters<typeof renamed>[0]) => ({
        ...renamed(request, (asked) => openrouterModel(asked, models)),
        path: `/api${rest}${query}`,
      });
      return { origin, send: through({ authority, changed }, target, tools) };
    },
  };
}
