import type { AgentInputItem, CallModelInputFilter } from '@openai/agents';
import { type AnyAgent, type HeadroomAgentOptions, openDoor, optionsFor } from './door.js';
import { itemFormat } from './format.js';

/** How {@link headroomInputFilter} works. */
export interface HeadroomFilterOptions extends HeadroomAgentOptions {
  /** True for a call that is to pass as it is; `context` is the run's own. */
  readonly skip?: (call: { readonly agent: unknown; readonly context: unknown }) => boolean;
}

/**
 * A `callModelInputFilter` that shortens results of function tools on their way to the model. Items that do not change keep their
 * identity. Sessions store what the filter returns: give the engine a store that lives as long as the session.
 *
 * @example
 * ```ts
 * const runner = new Runner({ callModelInputFilter: headroomInputFilter({ headroom }) });
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function headroomInputFilter({ skip, ...options }: HeadroomFilterOptions = {}): CallModelInputFilter {
  const door = openDoor(options);
  const filter: CallModelInputFilter = async ({ modelData, agent, context }) => {
    if (skip?.({ agent, context })) return modelData;
    const how = { ...optionsFor(agent as AnyAgent, door), format: itemFormat };
    const { body } = await door.headroom.compress<AgentInputItem[]>(modelData.input, how);
    return body === modelData.input ? modelData : { ...modelData, input: body };
  };
  return Object.assign(filter, { preserveInputIdentity: true });
}
