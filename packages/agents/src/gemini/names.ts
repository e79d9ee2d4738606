import { SERVER_NAME } from '../session-start.js';

/** The retrieve tool as Gemini CLI shows it to its model. */
export const GEMINI_RETRIEVE_TOOL = `mcp_${SERVER_NAME}_headroom_retrieve`;
