import { FakeListChatModel } from '@langchain/core/utils/testing';
import { contextEditingMiddleware, createAgent } from 'langchain';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HeadroomChatModel, headroomEdit, headroomMiddleware } from './index.js';

describe('types', () => {
  it('fit createAgent and keep the inference of structured output', () => {
    const llm = new HeadroomChatModel(new FakeListChatModel({ responses: [] }));
    const agent = () =>
      createAgent({
        model: llm,
        tools: [],
        middleware: [headroomMiddleware(), contextEditingMiddleware({ edits: [headroomEdit()] })],
      });
    const structured = async () => {
      const { city } = await llm.withStructuredOutput(z.object({ city: z.string() })).invoke('where?');
      return city.toUpperCase();
    };
    expect([typeof agent, typeof structured]).toEqual(['function', 'function']);
  });

  it('refuse misuse where it is written', () => {
    expect(() => headroomMiddleware({ mode: 'aggressive', retrieval: 'none' })).toThrow(/choose one/);
    expect(() => new HeadroomChatModel(new FakeListChatModel({ responses: [] }), { baseUrl: 'x' } as never)).toThrow(
      /Remove it/,
    );
  });
});
