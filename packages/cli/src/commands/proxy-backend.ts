import type { BackendOptions } from '@headroom/proxy';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../usage-error.js';

/** What the command line says about a backend. */
export interface BackendFlags {
  readonly backend?: BackendOptions['name'];
  readonly region?: string;
  readonly bedrockRoute?: 'messages' | 'mantle' | 'invoke';
  readonly project?: string;
  readonly resource?: string;
  readonly backendUrl?: string;
  readonly modelName?: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Credentials come from the environment: what stands on a command line is seen by every user of the machine. */
export const BACKEND_HELP = `
Credentials of a backend come from the environment:
  bedrock      AWS_BEARER_TOKEN_BEDROCK, else what the AWS tools find (keys, profile, SSO, role); AWS_REGION
  vertex       what Google's tools find; GOOGLE_CLOUD_PROJECT, CLOUD_ML_REGION
  azure        AZURE_OPENAI_API_KEY, else AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET
  foundry      ANTHROPIC_FOUNDRY_API_KEY, else the same three; ANTHROPIC_FOUNDRY_RESOURCE
  openrouter   OPENROUTER_API_KEY`;

export function backendFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--backend <name>', 'send requests there, under your own credentials').choices([
        'bedrock',
        'vertex',
        'azure',
        'foundry',
        'openrouter',
      ]),
    )
    .option('--region <region>', 'of bedrock or vertex')
    .addOption(
      new Option('--bedrock-route <route>', 'which of its routes takes Messages').choices([
        'messages',
        'mantle',
        'invoke',
      ]),
    )
    .option('--project <id>', 'of vertex')
    .option('--resource <name>', 'of azure or foundry')
    .option('--backend-url <url>', 'another address of the backend, such as a private endpoint')
    .option('--model-name <asked=own>', 'what the backend calls a model that clients ask for', modelName);
}

/** The backend that was asked for; undefined for none. @throws UsageError for flags that belong to another one. */
export function backendOf(flags: BackendFlags, env: Environment): BackendOptions | undefined {
  const { backend, modelName: models, backendUrl: url } = flags;
  const flag = (name: keyof BackendFlags) => `--${name.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)}`;
  const allowed = backend === undefined ? [] : FLAGS_OF[backend];
  for (const name of OWN_FLAGS)
    if (flags[name] !== undefined && !allowed.includes(name))
      throw new UsageError(
        `${flag(name)} does not belong to ${backend === undefined ? 'a proxy without --backend' : backend}`,
      );
  if (backend === undefined) return undefined;
  const common = { ...(models && { models }), ...(url !== undefined && { url }) };
  return { ...common, ...READ[backend](flags, env) } as BackendOptions;
}

const OWN_FLAGS = ['region', 'bedrockRoute', 'project', 'resource', 'backendUrl', 'modelName'] as const;

const FLAGS_OF: Readonly<Record<BackendOptions['name'], readonly string[]>> = {
  bedrock: ['region', 'bedrockRoute', 'backendUrl', 'modelName'],
  vertex: ['region', 'project', 'backendUrl', 'modelName'],
  azure: ['resource', 'backendUrl', 'modelName'],
  foundry: ['resource', 'backendUrl', 'modelName'],
  openrouter: ['backendUrl', 'modelName'],
};

/** What is missing is left undefined: the proxy says what it needs. */
const READ: Readonly<Record<BackendOptions['name'], (flags: BackendFlags, env: Environment) => object>> = {
  bedrock: ({ region, bedrockRoute: route }, { AWS_BEARER_TOKEN_BEDROCK: apiKey, AWS_REGION, AWS_DEFAULT_REGION }) => ({
    name: 'bedrock',
    region: region ?? AWS_REGION ?? AWS_DEFAULT_REGION,
    ...(route && { route }),
    ...(apiKey ? { apiKey } : { credentials: 'default' }),
  }),
  vertex: ({ region, project }, env) => ({
    name: 'vertex',
    project: project ?? env.ANTHROPIC_VERTEX_PROJECT_ID ?? env.GOOGLE_CLOUD_PROJECT,
    region: region ?? env.CLOUD_ML_REGION,
    credentials: 'default',
  }),
  azure: ({ resource }, env) => ({
    name: 'azure',
    ...named(resource),
    ...azureCredentials(env.AZURE_OPENAI_API_KEY, env),
  }),
  foundry: ({ resource, backendUrl }, env) => ({
    name: 'foundry',
    ...named(resource ?? (backendUrl === undefined ? env.ANTHROPIC_FOUNDRY_RESOURCE : undefined)),
    ...azureCredentials(env.ANTHROPIC_FOUNDRY_API_KEY, env),
  }),
  openrouter: (_, { OPENROUTER_API_KEY: apiKey }) => ({ name: 'openrouter', ...(apiKey && { apiKey }) }),
};

const named = (resource: string | undefined) => (resource === undefined ? {} : { resource });

function azureCredentials(apiKey: string | undefined, env: Environment): object {
  const { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId, AZURE_CLIENT_SECRET: clientSecret } = env;
  if (apiKey) return { apiKey };
  return tenantId || clientId || clientSecret ? { entra: { tenantId, clientId, clientSecret } } : {};
}

function modelName(value: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const cut = value.indexOf('=');
  if (cut <= 0 || cut === value.length - 1) throw new InvalidArgumentError('It must be two names: asked=own');
  return { ...before, [value.slice(0, cut)]: value.slice(cut + 1) };
}
