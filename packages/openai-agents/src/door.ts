import { createHeadroom, type Headroom, type HeadroomOptions, RETRIEVE_TOOL } from '@headroom/core';

/** How a door of the Agents SDK works: every option of the engine, and which engine. */
export interface HeadroomAgentOptions extends Omit<HeadroomOptions, 'format'> {
  /** The engine to use, for example one that `headroomTool` shares. Default: one of its own. */
  readonly headroom?: Headroom;
}

/** An engine and the options of each call to it. */
export interface Door {
  readonly headroom: Headroom;
  readonly options: HeadroomOptions;
}

/** Checks the options once, so that misuse fails where it is written. */
export function openDoor({ headroom, ...options }: HeadroomAgentOptions): Door {
  const own = createHeadroom(options);
  return { headroom: headroom ?? own, options };
}

/** The parts of an agent that are read. */
export interface AnyAgent {
  readonly model?: unknown;
  readonly tools?: readonly { readonly name?: unknown }[];
  readonly modelSettings?: { readonly toolChoice?: unknown };
}

/**
 * The options for one call of an agent: its tokenizer, and markers that name the retrieve tool only where the agent holds it and may
 * call it. Where the tool was asked for and is out of reach, only lossless changes are made.
 */
export function optionsFor({ model, tools = [], modelSettings }: AnyAgent, { options }: Door): HeadroomOptions {
  const choice = modelSettings?.toolChoice ?? 'auto';
  const callable = choice === 'auto' || choice === 'required' || choice === RETRIEVE_TOOL;
  const reachable = callable && tools.some(({ name }) => name === RETRIEVE_TOOL);
  const how: HeadroomOptions =
    options.retrieval === 'tool' && !reachable
      ? { retrieval: 'summary', mode: 'lossless' }
      : { retrieval: options.retrieval ?? (reachable ? 'tool' : 'summary') };
  return { ...(typeof model === 'string' && model !== '' && { model }), ...options, ...how };
}
