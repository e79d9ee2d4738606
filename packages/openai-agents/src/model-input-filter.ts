import { callOptions, canRetrieve, type DoorOptions, HeadroomError, openDoor } from '@headroom/core';
import type { AgentInputItem, CallModelInputFilter } from '@openai/agents';
import { itemFormat } from './format.js';

/** How {@link headroomInputFilter} works. */
export interface HeadroomFilterOptions extends DoorOptions {
  /** Aborts compression in every call through this filter; the SDK tells a filter nothing of a run's own signal. */
  readonly signal?: AbortSignal;
  /** True for a call that is to pass as it is; `context` is the run's own. */
  readonly skip?: (call: { readonly agent: unknown; readonly context: unknown }) => boolean;
}

/** The parts of an agent that are read. */
interface AnyAgent {
  readonly model?: unknown;
  readonly tools?: readonly unknown[];
  readonly modelSettings?: { readonly toolChoice?: unknown };
}

/**
 * A `callModelInputFilter` that shortens results of function tools on their way to the model. Items that do not change keep their
 * identity. Sessions keep the results of a run's tools in full; of results that a run is given as new input they store what the
 * filter returns, as the SDK has it.
 *
 * @example
 * ```ts
 * const runner = new Runner({ callModelInputFilter: headroomInputFilter({ headroom }) });
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function headroomInputFilter({ skip, ...options }: HeadroomFilterOptions = {}): CallModelInputFilter {
  if (skip !== undefined && typeof skip !== 'function')
    throw new HeadroomError('invalid_option', 'Option `skip` must be a function', 'skip');
  const door = openDoor(options, 'openai-agents');
  const filter: CallModelInputFilter = async ({ modelData, agent, context }) => {
    if (skip?.({ agent, context })) return modelData;
    const { model, tools, modelSettings } = agent as AnyAgent;
    const how = callOptions(door, { model, reachable: canRetrieve(tools, modelSettings?.toolChoice) });
    const { body } = await door.headroom.compress<AgentInputItem[]>(modelData.input, { ...how, format: itemFormat });
    return body === modelData.input ? modelData : { ...modelData, input: body };
  };
  return Object.assign(filter, { preserveInputIdentity: true });
}
