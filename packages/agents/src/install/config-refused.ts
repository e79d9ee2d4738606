/** Why a configuration was left alone. */
export type RefusalCode =
  | 'not_a_file'
  | 'too_large'
  | 'not_text'
  | 'broken'
  | 'duplicate_key'
  | 'unexpected_shape'
  | 'read_only'
  | 'linked'
  | 'cannot_edit'
  | 'journal_unreadable';

/** A configuration cannot be read or changed safely; nothing was written. The message names the file and says what to do. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused';

  constructor(
    readonly code: RefusalCode,
    readonly file: string,
    /** What is wrong, in words. */
    readonly problem: string,
    /** What the user can do about it. */
    readonly advice: string,
  ) {
    super(`${file}: ${problem}. ${advice}`);
  }
}
