/** `keyturn mirror`: an authority's signed files as any web server carries them. */
import type { Command } from 'commander'
import { commandUnder, type Frame } from '../command.ts'
import { mirrorBuildCommand, mirrorListCommand } from './mirror-build.ts'
import { mirrorCheckCommand } from './mirror-check.ts'
import { mirrorPullCommand } from './mirror-pull.ts'

export function mirrorCommand(parent: Command, frame: Frame): void {
  const mirror = commandUnder(parent, 'mirror', 'make, copy and check mirrors of what an authority publishes')
  for (const add of [mirrorListCommand, mirrorBuildCommand, mirrorPullCommand, mirrorCheckCommand]) add(mirror, frame)
}
