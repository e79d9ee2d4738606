import { SERVER_NAME } from '../session-start.js';

/** The retrieve tool as opencode shows it to its model. */
export const OPENCODE_RETRIEVE_TOOL = `${SERVER_NAME}_headroom_retrieve`;
