/**
 * Loads a package that may be absent. Its name reaches bundlers as a value, so that they leave it to be found where the program runs.
 *
 * @throws what the runtime throws where it is not installed.
 */
export async function optional<T>(name: string): Promise<T> {
  const loaded = (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as T & { readonly default?: T };
  return loaded.default ?? loaded;
}
