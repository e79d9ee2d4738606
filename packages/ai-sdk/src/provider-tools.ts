import { isFields } from './language-model.js';

/** Types of tools whose results are the caller's own matter; tools without a type are functions too. */
const FUNCTIONS: ReadonlySet<unknown> = new Set([undefined, 'function', 'dynamic']);

/** Whether a provider defines the tool, in a call of a model or among the tools of a program: it reads results by their fields. */
export function isProviderTool(tool: unknown): boolean {
  return isFields(tool) && !FUNCTIONS.has(tool.type);
}

/**
 * Whether a call is of a tool that a provider defines and a program runs, by the form that its input has there. The steps of a run
 * say nothing of the tools, and a result that loses its form is refused by the provider.
 */
export function isProvidersOwn(input: unknown): boolean {
  if (!isFields(input)) return false;
  const { action, operation, callId } = input;
  // OpenAI's shell and local shell, and its patches.
  if (isFields(action)) return Array.isArray(action.commands) || action.type === 'exec';
  return isFields(operation) && typeof operation.type === 'string' && typeof callId === 'string';
}
