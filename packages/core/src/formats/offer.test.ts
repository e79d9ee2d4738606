import { describe, expect, it } from 'vitest';
import { editObject } from '../edit/edit-object.js';
import { formats } from './index.js';

const messages = [{ role: 'user', content: 'x' }];
const contents = [{ role: 'user', parts: [{ text: 'x' }] }];
const chatTool = { type: 'function', function: { name: 'look' } };
const flatTool = { type: 'function', name: 'look' };
const claudeTool = { name: 'look', input_schema: {} };
const declaration = { name: 'look', parameters: {} };

function offered(name: string, body: object, tool: object): unknown {
  const edit = formats.find((format) => format.name === name)?.offer(body, tool);
  return edit && editObject(body, [edit]);
}

describe('offer', () => {
  it.each<[string, object, object]>([
    ['openai-chat', { messages }, chatTool],
    ['openai-responses', { input: 'x' }, flatTool],
    ['anthropic', { messages, system: 's' }, claudeTool],
  ])('%s: makes, extends and replaces a list of tools, and never doubles a name', (name, body, tool) => {
    expect(offered(name, body, tool)).toEqual({ ...body, tools: [tool] });
    expect(offered(name, { ...body, tools: null }, tool)).toEqual({ ...body, tools: [tool] });
    expect(offered(name, { ...body, tools: undefined }, tool)).toEqual({ ...body, tools: [tool] });
    expect(offered(name, { ...body, tools: [{ name: 'a' }] }, tool)).toEqual({ ...body, tools: [{ name: 'a' }, tool] });
    expect(offered(name, { ...body, tools: [tool] }, tool)).toBe(undefined);
    expect(offered(name, { ...body, tools: [chatTool] }, tool)).toBe(undefined);
    expect(offered(name, { ...body, tools: 'x' }, tool)).toBe(undefined);
    expect(offered(name, body, {})).toBe(undefined);
  });

  it.each<[string, object, object, unknown[], unknown[]]>([
    [
      'openai-chat',
      { messages },
      chatTool,
      ['auto', null],
      ['none', 'required', { type: 'function', function: { name: 'a' } }, { type: 'allowed_tools' }],
    ],
    [
      'openai-responses',
      { input: 'x' },
      flatTool,
      ['auto'],
      ['none', 'required', { type: 'function', name: 'a' }, { type: 'file_search' }],
    ],
    [
      'anthropic',
      { messages, system: 's' },
      claudeTool,
      [{ type: 'auto', disable_parallel_tool_use: true }],
      [{ type: 'none' }, { type: 'any' }, { type: 'tool', name: 'a' }],
    ],
  ])('P-175 %s: adds nothing where the choice of tools is fixed', (name, body, tool, free, fixed) => {
    for (const tool_choice of free) expect(offered(name, { ...body, tool_choice }, tool)).toBeDefined();
    for (const tool_choice of fixed)
      expect(offered(name, { ...body, tool_choice }, tool), JSON.stringify(tool_choice)).toBe(undefined);
  });

  it('adds nothing to bare lists, nor beside the retired functions field', () => {
    for (const format of formats) expect(format.offer(messages, chatTool)).toBe(undefined);
    expect(offered('openai-chat', { messages, functions: [{ name: 'a' }] }, chatTool)).toBe(undefined);
  });

  it('gemini: wraps a declaration, or joins the wrapper that is there', () => {
    expect(offered('gemini', { contents }, declaration)).toEqual({
      contents,
      tools: [{ functionDeclarations: [declaration] }],
    });
    expect(offered('gemini', { contents }, { functionDeclarations: [declaration] })).toEqual({
      contents,
      tools: [{ functionDeclarations: [declaration] }],
    });
    const own = { name: 'own' };
    expect(
      offered('gemini', { contents, tools: [{ googleSearch: {} }, { functionDeclarations: [own] }] }, declaration),
    ).toEqual({
      contents,
      tools: [{ googleSearch: {} }, { functionDeclarations: [own, declaration] }],
    });
    expect(offered('gemini', { contents, tools: [{ function_declarations: [own] }] }, declaration)).toEqual({
      contents,
      tools: [{ function_declarations: [own, declaration] }],
    });
    expect(offered('gemini', { contents, tools: [{ functionDeclarations: [declaration] }] }, declaration)).toBe(
      undefined,
    );
  });

  it('gemini: writes to config in the parameters of the SDK', () => {
    const body = { model: 'gemini-2.5-pro', contents: 'x', config: { temperature: 0 } };
    expect(offered('gemini', body, declaration)).toEqual({
      ...body,
      config: { temperature: 0, tools: [{ functionDeclarations: [declaration] }] },
    });
    expect(offered('gemini', { model: 'gemini-2.5-pro', contents: 'x' }, declaration)).toBe(undefined);
  });

  it.each<[string, object]>([
    ['built-in tools alone', { tools: [{ googleSearch: {} }] }],
    ['calling switched off', { toolConfig: { functionCallingConfig: { mode: 'NONE' } } }],
    ['a forced call', { tool_config: { function_calling_config: { mode: 'ANY' } } }],
    [
      'a list of allowed names',
      { toolConfig: { functionCallingConfig: { mode: 'AUTO', allowedFunctionNames: ['a'] } } },
    ],
    ['JSON answers', { generationConfig: { responseMimeType: 'application/json' } }],
    ['a cached prefix that owns the tools', { cachedContent: 'cachedContents/1' }],
  ])('gemini: adds nothing to %s', (_, fields) => {
    expect(offered('gemini', { contents, ...fields }, declaration)).toBe(undefined);
  });
});
