/** PostgreSQL refuses to run as root. This decides how it runs instead, and how it dies with its parent. */
import { spawnSync } from 'node:child_process'
import { StoreFailure } from '../failure.ts'

export type RunAs =
  /** We are an ordinary user already. */
  | { readonly kind: 'self' }
  /** In a user namespace of its own PostgreSQL sees an ordinary user; its files stay root's. */
  | { readonly kind: 'namespace' }
  /** As this user; the data folder is handed over to it. */
  | { readonly kind: 'user'; readonly uid: number; readonly gid: number }

export type Command = {
  readonly file: string
  readonly args: readonly string[]
  readonly uid?: number
  readonly gid?: number
}

/** @throws StoreFailure `cannot-drop-root` when we are root and there is no way to run as anybody else */
export function howToRun(): RunAs {
  if (process.getuid?.() !== 0) return { kind: 'self' }
  if (works('unshare', [...NAMESPACE, 'true'])) return { kind: 'namespace' }
  const uid = idOf('-u')
  const gid = idOf('-g')
  if (uid !== undefined && gid !== undefined) return { kind: 'user', uid, gid }
  throw new StoreFailure(
    'PostgreSQL refuses to run as root, and this system allows neither a user namespace nor the user nobody. ' +
      'Start Keyturn as an ordinary user, or set DATABASE_URL.',
    { code: 'cannot-drop-root' },
  )
}

const NAMESPACE = ['--user', '--map-user=65534', '--map-group=65534', '--'] as const

/** The command that runs a program in that way until it ends. */
export function commandFor(as: RunAs, program: string, args: readonly string[]): Command {
  switch (as.kind) {
    case 'self':
      return { file: program, args }
    case 'namespace':
      return { file: 'unshare', args: [...NAMESPACE, program, ...args] }
    case 'user':
      return { file: program, args, uid: as.uid, gid: as.gid }
  }
}

/**
 * Like `commandFor`, for a server that must not outlive us even if we are killed without warning. Where the kernel can
 * tell it (Linux) it is told; elsewhere a shell waits for descriptor 3, a pipe from us, to close.
 */
export function commandBoundToUs(as: RunAs, program: string, args: readonly string[], guard = guardHere()): Command {
  if (guard === 'kernel') return commandFor(as, 'setpriv', ['--pdeathsig', 'INT', '--', program, ...args])
  const script =
    '"$@" 3<&- & child=$!; (cat <&3 >/dev/null; kill -INT $child) & ' +
    'while kill -0 $child 2>/dev/null; do wait $child; code=$?; done; exit $code'
  return commandFor(as, 'sh', ['-c', script, 'sh', program, ...args])
}

export type Guard = 'kernel' | 'pipe'

/** Which of the two this machine offers. */
export const guardHere = (): Guard =>
  process.platform === 'linux' && works('setpriv', ['--pdeathsig', 'INT', '--', 'true']) ? 'kernel' : 'pipe'

const works = (file: string, args: readonly string[]): boolean =>
  spawnSync(file, args, { stdio: 'ignore' }).status === 0

function idOf(option: '-u' | '-g'): number | undefined {
  const { status, stdout } = spawnSync('id', [option, 'nobody'], { encoding: 'utf8' })
  const id = Number(stdout)
  return status === 0 && Number.isInteger(id) ? id : undefined
}
