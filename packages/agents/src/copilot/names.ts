import { SERVER_NAME } from '../session-start.js';

/** The retrieve tool as Copilot CLI shows it to its model. */
export const COPILOT_RETRIEVE_TOOL = `${SERVER_NAME}-headroom_retrieve`;
