/** Why the store cannot be used. The codes are part of the interface; the message names the thing and the remedy. */
export type StoreFailureCode =
  | 'no-binary'
  | 'folder-not-writable'
  | 'disk-full'
  | 'cannot-drop-root'
  | 'start-failed'
  | 'unreachable'
  | 'too-old'
  | 'schema-missing'
  | 'schema-behind'
  | 'schema-newer'

/** The world failed, not our code: one sentence for the person at the keyboard, no stack trace needed. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure'
  readonly code: StoreFailureCode

  constructor(sentence: string, { code, cause }: { readonly code: StoreFailureCode; readonly cause?: unknown }) {
    super(sentence, cause === undefined ? {} : { cause })
    this.code = code
  }
}

/** The code of a system or PostgreSQL error (`ENOSPC`, `42P04`), undefined when the value has none. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** What went wrong with a folder or file, in words a person can act on. Anything unknown is passed on unchanged. */
export const fileFailure = (error: unknown, folder: string): unknown => {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StoreFailure(
        `Keyturn cannot write to ${folder}. Give this user the folder, or choose another one with --data.`,
        { code: 'folder-not-writable', cause: error },
      )
    case 'ENOTDIR':
    case 'EEXIST':
      return new StoreFailure(`${folder} is not a folder. Choose another one with --data.`, {
        code: 'folder-not-writable',
        cause: error,
      })
    case 'ENOSPC':
    case 'EDQUOT':
      return new StoreFailure(`The disk that holds ${folder} is full. Free some space and start again.`, {
        code: 'disk-full',
        cause: error,
      })
    default:
      return error
  }
}
