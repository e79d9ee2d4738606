import { describe, expect, it } from 'vitest';
import { bedrockModel, mantleModel, openrouterModel, profileOf, vertexModel } from './models.js';

describe('names of models', () => {
  it.each([
    [
      'claude-sonnet-4-5-20250929',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'anthropic.claude-sonnet-4-5',
      'claude-sonnet-4-5@20250929',
      'anthropic/claude-sonnet-4.5',
    ],
    [
      'claude-sonnet-4-5',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'anthropic.claude-sonnet-4-5',
      'claude-sonnet-4-5@20250929',
      'anthropic/claude-sonnet-4.5',
    ],
    [
      'claude-sonnet-4-0',
      'us.anthropic.claude-sonnet-4-20250514-v1:0',
      'anthropic.claude-sonnet-4',
      'claude-sonnet-4@20250514',
      'anthropic/claude-sonnet-4',
    ],
    [
      'claude-3-5-haiku-latest',
      'us.anthropic.claude-3-5-haiku-20241022-v1:0',
      'anthropic.claude-3-5-haiku',
      'claude-3-5-haiku@20241022',
      'anthropic/claude-3.5-haiku',
    ],
    [
      'claude-opus-4-6',
      'us.anthropic.claude-opus-4-6-v1',
      'anthropic.claude-opus-4-6',
      'claude-opus-4-6',
      'anthropic/claude-opus-4.6',
    ],
    [
      'claude-opus-4-7',
      'us.anthropic.claude-opus-4-7',
      'anthropic.claude-opus-4-7',
      'claude-opus-4-7',
      'anthropic/claude-opus-4.7',
    ],
    [
      'claude-opus-5',
      'us.anthropic.claude-opus-5',
      'anthropic.claude-opus-5',
      'claude-opus-5',
      'anthropic/claude-opus-5',
    ],
  ])('%s', (asked, bedrock, mantle, vertex, openrouter) => {
    expect([bedrockModel(asked, 'us'), mantleModel(asked), vertexModel(asked), openrouterModel(asked)]).toEqual([
      bedrock,
      mantle,
      vertex,
      openrouter,
    ]);
  });

  it("stay as they are where they are a backend's own, and are what a user says they are", () => {
    const arn = 'arn:aws:bedrock:us-east-1:1:application-inference-profile/x';
    for (const own of ['eu.anthropic.claude-opus-4-7', arn, 'openai.gpt-oss-120b'])
      expect([bedrockModel(own, 'us'), mantleModel(own)]).toEqual([own, own]);
    expect(vertexModel('claude-sonnet-4@20250514')).toBe('claude-sonnet-4@20250514');
    expect([openrouterModel('meta/llama'), openrouterModel('gpt-5'), openrouterModel('gemini-2.5-pro')]).toEqual([
      'meta/llama',
      'openai/gpt-5',
      'google/gemini-2.5-pro',
    ]);
    expect(bedrockModel('claude-sonnet-4-5', 'us', { 'claude-sonnet-4-5': arn })).toBe(arn);
    expect(bedrockModel('claude-sonnet-4-5', 'none')).toBe('anthropic.claude-sonnet-4-5-20250929-v1:0');
  });

  it('run in the part of the world of their region', () => {
    expect(
      ['us-east-1', 'eu-central-1', 'ap-northeast-1', 'ap-southeast-2', 'sa-east-1', 'us-gov-west-1'].map(profileOf),
    ).toEqual(['us', 'eu', 'jp', 'au', 'global', 'us-gov']);
  });
});
