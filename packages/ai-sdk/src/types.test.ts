import { generateText, wrapLanguageModel } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import { generateText as generateText7, wrapLanguageModel as wrapLanguageModel7 } from 'ai7';
import { MockLanguageModelV4 } from 'ai7/test';
import { describe, expect, it } from 'vitest';
import { compressedOutputs, headroomMiddleware, headroomPrepareStep, headroomTools, withHeadroom } from './index.js';

describe('types', () => {
  it('fit both majors without a cast', () => {
    const v3 = wrapLanguageModel({ model: new MockLanguageModelV3(), middleware: headroomMiddleware() });
    const v4 = wrapLanguageModel7({ model: new MockLanguageModelV4(), middleware: [headroomMiddleware()] });
    expect([v3.specificationVersion, v4.specificationVersion]).toEqual(['v3', 'v4']);
    const older = (model: MockLanguageModelV3) =>
      generateText({
        model: withHeadroom(model),
        tools: compressedOutputs(headroomTools()),
        prepareStep: headroomPrepareStep(),
        prompt: '',
      });
    const newer = (model: MockLanguageModelV4) =>
      generateText7({
        model: withHeadroom(model),
        tools: compressedOutputs(headroomTools()),
        prepareStep: headroomPrepareStep(),
        prompt: '',
      });
    expect([typeof older, typeof newer]).toEqual(['function', 'function']);
  });

  it('refuse misuse where it is written', () => {
    expect(() => headroomMiddleware({ retrieval: 'none', mode: 'aggressive' })).toThrow(/choose one/);
    expect(() => headroomMiddleware({ baseUrl: 'http://localhost' } as never)).toThrow(/in your process/);
  });
});
