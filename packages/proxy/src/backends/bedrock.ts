import { type AwsCredentials, awsKeys } from './aws-keys.js';
import { AwsSignature } from './aws-signature.js';
import { type Backend, type BackendTools, type Destination, lacks, pathAndQuery } from './backend.js';
import { keyAuthority } from './bearer.js';
import { Check } from './check.js';
import { KnownFrames } from './frame-streams.js';
import { answerInEvents, answerInFrames, invoked, invokedAnswer } from './invoke-model.js';
import { type BedrockProfile, bedrockModel, type ModelNames, mantleModel, profileOf } from './models.js';
import { type Passage, through } from './passage.js';
import { renamed } from './rename-model.js';

/** Amazon Bedrock. */
export interface BedrockOptions {
  readonly name: 'bedrock';
  /** `us-east-1` … */
  readonly region: string;
  /**
   * Which of its routes requests of the Messages API take. `messages`, the default: that of the runtime, which takes them as they are.
   * `mantle`: the endpoint for new work, which takes OpenAI's wires besides. `invoke`: InvokeModel, for models that have only this;
   * a few fields change their place, and answers in frames become server-sent events.
   */
  readonly route?: 'messages' | 'mantle' | 'invoke';
  /** A Bedrock API key, in the place of credentials. */
  readonly apiKey?: string;
  readonly credentials?: AwsCredentials;
  /** The inference profile that models run under. Default: that of the region's part of the world; there is none on mantle. */
  readonly profile?: BedrockProfile;
  /** Names or ARNs of models by what clients ask for, where the table does not have them. */
  readonly models?: ModelNames;
  /** Another address for all of its routes: a VPC endpoint. */
  readonly url?: string;
}

const PROFILES: readonly unknown[] = ['us', 'eu', 'jp', 'au', 'apac', 'us-gov', 'global', 'none'];

/** @throws HeadroomError for options that are wrong or missing. */
export function bedrock(options: BedrockOptions, tools: BackendTools): Backend {
  const check = new Check('bedrock', { ...options });
  check.names('region', 'route', 'apiKey', 'credentials', 'profile', 'models', 'url');
  const region = check.text('region', /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/, 'a region of AWS, such as us-east-1');
  const { route = 'messages', profile = profileOf(region) } = options;
  if (!['messages', 'mantle', 'invoke'].includes(route)) throw check.fail('route', 'messages, mantle or invoke');
  if (!PROFILES.includes(profile)) throw check.fail('profile', `one of ${PROFILES.join(', ')}`);
  const models = check.models();
  const runtime = check.origin(`https://bedrock-runtime.${region}.amazonaws.com`);
  const mantle = check.origin(`https://bedrock-mantle.${region}.api.aws`);
  const authority = authorities(options, check, region);
  const places: Places = {
    runtime: (target, passage, path) => ({
      origin: runtime,
      send: at(through({ authority: authority('bedrock'), ...passage }, target, tools), path),
    }),
    mantle: (target, path) => ({
      origin: mantle,
      send: at(
        through(
          {
            authority: authority('bedrock-mantle'),
            changed: (request) => renamed(request, (asked) => mantleModel(asked, models)),
          },
          target,
          tools,
        ),
        path,
      ),
    }),
  };
  const named = (asked: string) => bedrockModel(asked, profile, models);
  return { name: 'bedrock', route: (target) => routed(target, route, places, named) };
}

interface Places {
  runtime(target: string, passage: Omit<Passage, 'authority'>, path: string): Destination;
  mantle(target: string, path: string): Destination;
}

function routed(
  target: string,
  route: NonNullable<BedrockOptions['route']>,
  { runtime, mantle }: Places,
  named: (asked: string) => string,
): ReturnType<Backend['route']> {
  const [path, query] = pathAndQuery(target);
  if (/^\/model\/[^/]+\/invoke-with-response-stream$/.test(path)) return streamed(target, runtime);
  if (/^\/model\/[^/]+\/[\w-]+$/.test(path)) return runtime(target, {}, target);
  if (path.startsWith('/v1/messages/batches')) return lacks('bedrock', 'batches of messages');
  const isMessages = path === '/v1/messages';
  const isCount = path === '/v1/messages/count_tokens';
  if (route === 'mantle') {
    if (isMessages || isCount) return mantle(target, `/anthropic${path}${query}`);
    if (/^(?:\/openai)?\/v1\/(?:chat\/completions|responses|models)(?:\/|$)/.test(path))
      return mantle(target, path + query);
    return lacks('bedrock', `such a path as this on its mantle`);
  }
  if (isMessages && route === 'invoke')
    return runtime(target, { changed: (request) => invoked(request, named), answered: invokedAnswer }, '');
  if (isCount && route === 'invoke') return lacks('bedrock', 'count of tokens by InvokeModel; its route `mantle` has');
  if (isMessages || isCount)
    return runtime(target, { changed: (request) => renamed(request, named) }, `/anthropic${path}${query}`);
  return lacks('bedrock', 'such a path as this on its runtime');
}

/** Answers in frames are opened for the engine, and events that stay as they are go out in the frames they came in. */
function streamed(target: string, runtime: Places['runtime']): Destination {
  const known = new KnownFrames();
  return {
    ...runtime(target, { answered: (answer) => answerInEvents(answer, known) }, target),
    seenAs: target.replace('-with-response-stream', ''),
    shown: (answer) => answerInFrames(answer, known),
  };
}

/** Sends to a path of the backend's own; an empty one is found on the way. */
function at(send: Destination['send'], path: string): Destination['send'] {
  return path === '' ? send : (pool, outbound) => send(pool, { ...outbound, path });
}

function authorities({ apiKey, credentials }: BedrockOptions, check: Check, region: string) {
  if ((apiKey === undefined) === (credentials === undefined))
    throw check.fail('apiKey', 'there, or `credentials`, and not both');
  const key = check.secret('apiKey');
  if (key !== undefined) return () => keyAuthority('authorization', `Bearer ${key}`);
  const isKeys =
    credentials === 'default' ||
    typeof credentials === 'function' ||
    [credentials?.accessKeyId, credentials?.secretAccessKey].every((part) => typeof part === 'string' && part !== '');
  if (!isKeys || credentials === undefined)
    throw check.fail('credentials', 'an access key with its secret, a function that gives one, or `default`');
  const keys = awsKeys(credentials);
  const signatures = new Map<string, AwsSignature>();
  return (service: string) => {
    const signature = signatures.get(service) ?? new AwsSignature(service, region, keys);
    signatures.set(service, signature);
    return signature;
  };
}
