import {
  answerRetrieve,
  createHeadroom,
  RETRIEVE_PARAMETERS,
  RETRIEVE_TOOL,
  type Retriever,
  retrieveTool,
} from '@headroom/core';

const { description } = retrieveTool('openai-chat').function;

/** The definition of `headroom_retrieve` as a function tool of the provider specification. */
export const RETRIEVE_FUNCTION = {
  type: 'function',
  name: RETRIEVE_TOOL,
  description,
  inputSchema: RETRIEVE_PARAMETERS,
} as const;

/** The arguments as a Standard Schema that also speaks JSON Schema; what a model writes is judged where it is answered. */
const inputSchema = {
  '~standard': {
    version: 1,
    vendor: 'headroom',
    validate: (value: unknown) => ({ value }),
    jsonSchema: { input: () => ({ ...RETRIEVE_PARAMETERS }), output: () => ({ ...RETRIEVE_PARAMETERS }) },
  },
} as const;

/** The tool set that lets the SDK's own loop answer `headroom_retrieve`. */
export type HeadroomTools = ReturnType<typeof headroomTools>;

/**
 * The retrieve tool for `tools` of `generateText`, `streamText` and agents: originals come back in the SDK's own loop.
 *
 * @example
 * ```ts
 * await generateText({ model, tools: { ...tools, ...headroomTools(headroom) }, stopWhen: stepCountIs(10), prompt });
 * ```
 */
export function headroomTools(headroom: Retriever = createHeadroom()) {
  const execute = (input: unknown): Promise<string> => answerRetrieve(headroom, input);
  return { headroom_retrieve: { description, inputSchema, execute } } as const;
}
