/** The parts of a unit that signed statements, codes and mirrors go through, put together. */
import path from 'node:path'
import type { Record } from '@keyturn/domain/record.ts'
import type { DeviceIdentity } from '@keyturn/domain/relief.ts'
import type { StatementOf } from '@keyturn/evidence/statement/statement.ts'
import { nodeDisk } from '@keyturn/local/disk/node-disk.ts'
import { type MadeUpAuthority, madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import type { Clock } from '../clock.ts'
import type { Controller } from '../controller.ts'
import type { UnitOptions } from '../options.ts'
import { demoSeedIn } from '../service/demo-authority.ts'
import { type CodeSecrets, codeSecretsIn } from './code-secrets.ts'
import { configured, whyNotConfigured } from './configuration.ts'
import { Keypad } from './keypad.ts'
import { Mirrors } from './mirrors.ts'
import { Shelf } from './shelf.ts'
import { StatementDesk } from './statement-desk.ts'
import { heldAtFirst, type Trusting, trustOf } from './trust.ts'

/** What is known before the log is opened. */
export type Ground = Trusting & {
  /** The options with what a signed configuration set. */
  readonly options: UnitOptions
  /** The configuration that is kept: in force since the start, or waiting for the next one. */
  readonly configuration: () => StatementOf<'configuration'> | null
  readonly demoAuthority: MadeUpAuthority | null
  readonly codeSecrets: CodeSecrets | null
}

/** Reads what the car keeps, and who it is. @throws BadOptions for a file of code secrets that cannot be used. */
export async function groundOf(given: UnitOptions, firmware: string): Promise<Ground> {
  const { device, dataFolder, codeSecretsFile } = given
  const shelf = await Shelf.open(nodeDisk(), path.join(dataFolder, 'statements'))
  const demoAuthority = given.demo
    ? madeUpAuthority(given.demoAuthority ?? (await demoSeedIn(path.join(dataFolder, 'demo'))))
    : null
  const rootKey = given.rootKey ?? demoAuthority?.root ?? null
  const options = configured(given, configurationIn(shelf, rootKey))
  const { profile, vendor, model, region } = options
  const identity: DeviceIdentity = { device, jurisdiction: profile.id, vendor, model, firmware, region }
  const own = demoAuthority?.codeSecrets(device, vendor) ?? null
  const codeSecrets = codeSecretsFile === null ? own : await codeSecretsIn(codeSecretsFile)
  const configuration = () => shelf.single('configuration')?.statement ?? null
  return { shelf, rootKey, identity, options, configuration, demoAuthority, codeSecrets }
}

/** The configuration that was accepted, as long as the file is still what the authority signed. */
function configurationIn(shelf: Shelf, rootKey: string | null): StatementOf<'configuration'> | null {
  const kept = shelf.single('configuration')
  if (kept === null) return null
  return heldAtFirst(kept, trustOf({ shelf, rootKey })).kind === 'verified' ? kept.statement : null
}

export type Relief = { readonly statements: StatementDesk; readonly keypad: Keypad; readonly mirrors: Mirrors }

export type ReliefParts = {
  readonly controller: Controller
  readonly records: readonly Record[]
  readonly clock: Clock
  readonly onChange: () => void
  readonly onFailure: (error: unknown) => void
}

export function reliefOf(ground: Ground, { controller, records, clock, onChange, onFailure }: ReliefParts): Relief {
  const { options, codeSecrets } = ground
  const { device, profile } = options
  const statements = new StatementDesk({
    ...ground,
    device,
    controller,
    timeZone: profile.timeZone,
    whyNotConfigured: (configuration) =>
      whyNotConfigured(configuration, { profile, installed: controller.state().ledger.installed }),
    onFailure,
  })
  const told = new Set(records.flatMap((r) => (r.kind === 'mirror-doubted' ? [`${r.mirror} ${r.why}`] : [])))
  const mirrors = new Mirrors({
    ...ground,
    bases: options.mirrors,
    everyMs: options.mirrorsEveryMs,
    desk: statements,
    now: () => controller.at(),
    later: clock.later,
    onChange,
    onDoubt: (mirror, why) => {
      if (told.has(`${mirror} ${why}`)) return
      told.add(`${mirror} ${why}`)
      controller.note('unknown', { kind: 'mirror-doubted', mirror, why }).catch(onFailure)
    },
    onFailure,
  })
  const keypad = new Keypad({ device, secrets: codeSecrets, controller, timeZone: profile.timeZone })
  return { statements, keypad, mirrors }
}
