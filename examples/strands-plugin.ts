import {
  answerRetrieve,
  createHeadroom,
  type Headroom,
  RETRIEVE_PARAMETERS,
  RETRIEVE_TOOL,
  retrieveTool,
} from '@headroom/core';
import {
  AfterToolCallEvent,
  type LocalAgent,
  type Plugin,
  TextBlock,
  type Tool,
  ToolResultBlock,
  tool,
} from '@strands-agents/sdk';

/** Headroom for Strands Agents: shortens text and JSON results of tools as they arrive, and brings originals back on demand. */
export class HeadroomPlugin implements Plugin {
  readonly name = 'headroom';

  constructor(private readonly headroom: Headroom = createHeadroom()) {}

  initAgent(agent: LocalAgent): void {
    agent.addHook(AfterToolCallEvent, async (event) => {
      const { status, toolUseId, content } = event.result;
      if (status === 'error' || event.toolUse.name === RETRIEVE_TOOL) return;
      const { name, input } = event.toolUse;
      const shorter = content.map(async (block) => {
        const text =
          block.type === 'textBlock' ? block.text : block.type === 'jsonBlock' ? JSON.stringify(block.json) : undefined;
        if (text === undefined) return block;
        const made = await this.headroom.compressText(text, { tool: name, input, retrieval: 'tool' });
        return made.text === text ? block : new TextBlock(made.text);
      });
      event.result = new ToolResultBlock({ toolUseId, status, content: await Promise.all(shorter) });
    });
  }

  getTools(): Tool[] {
    const { description } = retrieveTool('openai-chat').function;
    const inputSchema = { ...RETRIEVE_PARAMETERS, required: ['hash'] };
    return [
      tool({
        name: RETRIEVE_TOOL,
        description,
        inputSchema,
        callback: (input) => answerRetrieve(this.headroom, input),
      }),
    ];
  }
}
