/** `keyturn keys`: who may sign what, made and kept on a machine that is not on the network. */
import type { Command } from 'commander'
import { commandUnder, type Frame } from '../command.ts'
import { keysListCommand } from './keys-list.ts'
import { keysAuthorityCommand, keysNewCommand, keysRootCommand } from './keys-make.ts'
import { keysRescueCommand } from './keys-rescue.ts'
import { keysRevokeCommand } from './keys-revoke.ts'
import { keysRotateCommand } from './keys-rotate.ts'
import { keysShowCommand } from './keys-show.ts'
import { keysTechnicianCommand, keysVendorCommand } from './keys-vendor.ts'

export function keysCommand(parent: Command, frame: Frame): void {
  const keys = commandUnder(parent, 'keys', 'make, look at, rotate and withdraw signing keys, on an offline machine')
  for (const add of [
    keysRootCommand,
    keysAuthorityCommand,
    keysVendorCommand,
    keysTechnicianCommand,
    keysRescueCommand,
    keysNewCommand,
    keysListCommand,
    keysShowCommand,
    keysRotateCommand,
    keysRevokeCommand,
  ])
    add(keys, frame)
}
