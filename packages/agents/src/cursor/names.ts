/** The retrieve tool as Cursor names it to its model: by itself, its server beside it. */
export const CURSOR_RETRIEVE_TOOL = 'headroom_retrieve';
