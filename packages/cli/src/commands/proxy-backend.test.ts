import { createProxy } from '@headroom/proxy';
import { describe, expect, it } from 'vitest';
import { type BackendFlags, backendOf } from './proxy-backend.js';

describe('a backend of the command line', () => {
  const keys = { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 's' };
  it.each([
    [{ backend: 'bedrock' }, { AWS_REGION: 'us-east-1' }, { region: 'us-east-1', credentials: 'default' }],
    [
      { backend: 'bedrock', region: 'eu-west-1', bedrockRoute: 'mantle' },
      { AWS_REGION: 'us-east-1', AWS_BEARER_TOKEN_BEDROCK: 'k' },
      { region: 'eu-west-1', route: 'mantle', apiKey: 'k' },
    ],
    [
      { backend: 'vertex', region: 'global', modelName: { a: 'b' } },
      { GOOGLE_CLOUD_PROJECT: 'p-1' },
      { project: 'p-1', region: 'global', credentials: 'default', models: { a: 'b' } },
    ],
    [
      { backend: 'azure', resource: 'r-1' },
      { AZURE_OPENAI_API_KEY: 'k', ...keys },
      { resource: 'r-1', apiKey: 'k' },
    ],
    [
      { backend: 'foundry', backendUrl: 'https://x' },
      { ANTHROPIC_FOUNDRY_RESOURCE: 'r', ...keys },
      { url: 'https://x', entra: { tenantId: 't', clientId: 'c', clientSecret: 's' } },
    ],
    [{ backend: 'openrouter' }, { OPENROUTER_API_KEY: 'k' }, { apiKey: 'k' }],
  ] as const)('%j with %j is one that the proxy takes', async (flags, env, options) => {
    const backend = backendOf(flags as BackendFlags, env);
    expect(backend).toEqual({ name: flags.backend, ...options });
    await createProxy({ backend: backend as NonNullable<typeof backend> }).close();
  });

  it.each([
    ['bedrock', 'region'],
    ['vertex', 'project'],
    ['azure', 'resource'],
    ['foundry', 'resource'],
    ['openrouter', 'apiKey'],
  ] as const)('%s without anything is told what it needs: %s', (name, needs) => {
    const backend = backendOf({ backend: name }, {});
    expect(() => createProxy({ backend: backend as NonNullable<typeof backend> })).toThrow(`backend.${needs}`);
  });

  it('takes no flags of another', () => {
    expect(backendOf({}, {})).toBeUndefined();
    expect(() => backendOf({ region: 'x' }, {})).toThrow('--region does not belong to a proxy without --backend');
    expect(() => backendOf({ backend: 'azure', bedrockRoute: 'invoke' }, {})).toThrow(
      '--bedrock-route does not belong to azure',
    );
    expect(() => backendOf({ backend: 'openrouter', project: 'x' }, {})).toThrow('--project');
  });
});
