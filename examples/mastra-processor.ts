import { headroomTools, promptFormat } from '@headroom/ai-sdk';
import { createHeadroom, type Headroom, RETRIEVE_TOOL } from '@headroom/core';
import type {
  ProcessInputStepArgs,
  ProcessInputStepResult,
  ProcessLLMRequestArgs,
  ProcessLLMRequestResult,
  Processor,
} from '@mastra/core/processors';

/**
 * Headroom for Mastra: tool results reach the model short, the agent's own messages keep them whole, and the model gets an
 * original back through a tool that is offered wherever the agent has tools of its own.
 */
export class HeadroomProcessor implements Processor<'headroom'> {
  readonly id = 'headroom';

  constructor(private readonly headroom: Headroom = createHeadroom()) {}

  processInputStep({ tools, activeTools, toolChoice, state }: ProcessInputStepArgs): ProcessInputStepResult {
    const usable = activeTools ?? Object.keys(tools ?? {});
    const offered = usable.length > 0 && (toolChoice ?? 'auto') === 'auto';
    state.retrieval = offered ? 'tool' : 'none';
    if (!offered) return {};
    return {
      tools: { ...tools, ...headroomTools(this.headroom) },
      ...(activeTools && { activeTools: [...activeTools, RETRIEVE_TOOL] }),
    };
  }

  async processLLMRequest({
    prompt,
    model,
    state,
    abortSignal,
  }: ProcessLLMRequestArgs): Promise<ProcessLLMRequestResult> {
    const { body } = await this.headroom.compress(prompt, {
      model: model.modelId,
      retrieval: state.retrieval === 'tool' ? 'tool' : 'none',
      format: promptFormat(),
      ...(abortSignal && { signal: abortSignal }),
    });
    return body === prompt ? undefined : { prompt: body };
  }
}
