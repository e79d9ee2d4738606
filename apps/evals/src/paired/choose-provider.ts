import { SCRIPTED_MODELS, type ScriptedServer, serveScripted } from '../scripted/serve-scripted.js';
import type { Wire } from '../wire/chat.js';
import { WIRES } from '../wire/index.js';
import { openaiCompatible } from '../wire/openai.js';
import { type Provider, priceFor } from './provider.js';

export interface ProviderFlags {
  /** `openai`, `anthropic`, `gemini`, `scripted`, `scripted:anthropic`, or the address of an OpenAI-compatible endpoint. */
  readonly provider: string;
  readonly url?: string | undefined;
  readonly model?: string | undefined;
  readonly price?: string | undefined;
  readonly keyEnv?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const isWire = (name: string): name is Wire['name'] => Object.hasOwn(WIRES, name);

function keyOf({ keys, name }: Wire, keyEnv: string | undefined, environment: Environment, isNeeded: boolean): string {
  const names = keyEnv === undefined ? keys : [keyEnv];
  const found = names.map((one) => environment[one]).find((key) => key !== undefined && key !== '');
  if (found === undefined && isNeeded)
    throw new Error(`No key for ${name}: set ${names.join(' or ')} (or --key-env NAME)`);
  return found ?? '';
}

async function scripted(name: string, flags: ProviderFlags): Promise<{ provider: Provider; server: ScriptedServer }> {
  if (!isWire(name)) throw new Error(`--provider scripted:${name} is none of ${Object.keys(WIRES).join(', ')}`);
  const server = await serveScripted();
  const model = flags.model ?? SCRIPTED_MODELS[name];
  const url = name === 'openai' ? `${server.url}/v1` : server.url;
  const price = priceFor(model, flags.price);
  return { provider: { wire: WIRES[name], url, key: 'none', model, price, fetch: globalThis.fetch }, server };
}

/**
 * The provider that flags and the environment name. `scripted` starts a server on loopback, to be closed by the caller.
 *
 * @throws an error that says what is missing: a key, a model, a price for a budget.
 */
export async function chooseProvider(
  flags: ProviderFlags,
  environment: Environment,
): Promise<{ readonly provider: Provider; readonly server?: ScriptedServer }> {
  const [kind = '', name = 'openai'] = flags.provider.split(/:(?!\/)/);
  if (kind === 'scripted') return scripted(name, flags);
  const isUrl = /^https?:\/\//.test(flags.provider);
  if (!isUrl && !isWire(kind))
    throw new Error(`--provider takes ${Object.keys(WIRES).join(', ')}, scripted or an address`);
  const wire = isWire(kind) && !isUrl ? WIRES[kind] : openaiCompatible;
  if (flags.model === undefined) throw new Error('--model names the model to ask');
  return {
    provider: {
      wire,
      url: (flags.url ?? (isUrl ? flags.provider : wire.url)).replace(/\/+$/, ''),
      key: keyOf(wire, flags.keyEnv, environment, !isUrl),
      model: flags.model,
      price: priceFor(flags.model, flags.price),
      fetch: globalThis.fetch,
    },
  };
}
