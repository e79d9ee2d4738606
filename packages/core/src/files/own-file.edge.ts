/** Takes the place of `own-file.ts` in the edge build, which is one script without files. */
export const readOwnFileSync = (_path: string, _source?: string): Uint8Array | undefined => undefined;

export const readOwnFile = async (_path: string, _source?: string): Promise<Uint8Array | undefined> => undefined;

export const howToBring = (path: string): string => `@headroom/core/edge comes without ${path}`;

export const HAS_OWN_FILES: boolean = false;
