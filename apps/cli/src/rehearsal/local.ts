/** A rehearsal from what lies on this machine: logs, and a list of vendors. No server, no network. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Rehearsal } from '@keyturn/contract/endpoints/rehearsal.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import { OWNERS } from '@keyturn/simulator/authority/authority.ts'
import { CENTERS, VENDORS } from '@keyturn/simulator/case-scenario/vendors.ts'
import type { Provider } from '@keyturn/simulator/rehearsal/helps.ts'
import { type RehearsedDevice, rehearse } from '@keyturn/simulator/rehearsal/rehearse.ts'
import { nodeKit } from '@keyturn/simulator/scenario/kit.ts'
import { parse } from 'yaml'
import { z } from 'zod'
import { badInput } from '../exit.ts'
import { readLog, recordsOf } from '../log-source.ts'
import { isFolder, readText, unreadable } from '../read-file.ts'
import type { Terminal } from '../terminal.ts'

const text = z.string().max(200)
const Providers = z.array(
  z.strictObject({
    vendor: text,
    name: text,
    /** Who owns it; null where nobody knows. */
    group: text.nullable(),
    approvedBy: z.array(text),
    centers: z.array(z.strictObject({ center: text, name: text, jurisdiction: text })),
  }),
)

/** The invented vendors of the demo and the scenarios. */
export const invented: readonly Provider[] = VENDORS.map(({ vendor, name, approvedBy }) => ({
  vendor,
  name,
  group: OWNERS.get(vendor) ?? null,
  approvedBy,
  centers: CENTERS.filter((each) => each.vendor === vendor).map(({ center, name: called, state }) => ({
    center,
    name: called,
    jurisdiction: `US-${state}`,
  })),
}))

/** Reads a list of vendors: YAML or JSON. @throws Refusal with the place at fault */
export async function providersIn(file: string, terminal: Terminal): Promise<readonly Provider[]> {
  const read = Providers.safeParse(parsed(await readText(file, terminal), file))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw badInput(`${file} is no list of vendors: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`)
}

function parsed(source: string, file: string): unknown {
  try {
    return parse(source)
  } catch (error) {
    throw badInput(`${file} is neither YAML nor JSON.`, error)
  }
}

export type Given = {
  readonly at: Instant
  readonly providers: readonly Provider[]
  readonly vendor: string
  readonly model: string
}

/** Rehearses the logs at these paths: log files, unit data folders, and folders of either. */
export async function rehearseLogs(paths: readonly string[], given: Given, terminal: Terminal): Promise<Rehearsal> {
  const devices: RehearsedDevice[] = []
  for (const path of paths) for (const log of await logsAt(path)) devices.push(await deviceFrom(log, given, terminal))
  return rehearse(devices, { at: given.at, providers: given.providers, kit: nodeKit })
}

/** A folder without a log of its own is a folder of units. */
async function logsAt(path: string): Promise<readonly string[]> {
  if (!(await isFolder(path))) return [path]
  const names = await entriesOf(path)
  if (names.some(({ name }) => SEGMENT.test(name) || LOG_FOLDERS.has(name))) return [path]
  const inside = names
    .filter((entry) => entry.isDirectory() || entry.name.endsWith('.log'))
    .map(({ name }) => join(path, name))
  if (inside.length === 0) throw badInput(`${path} holds neither logs nor folders of units.`)
  return inside
}

const SEGMENT = /^\d{8}\.log$/
/** Where a unit keeps its log, and the copy of it. */
const LOG_FOLDERS: ReadonlySet<string> = new Set(['log', 'copy'])

async function entriesOf(path: string) {
  try {
    return (await readdir(path, { withFileTypes: true })).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    throw unreadable(path, error)
  }
}

async function deviceFrom(path: string, { vendor, model }: Given, terminal: Terminal): Promise<RehearsedDevice> {
  const { header, records } = recordsOf(await readLog(path, terminal), path)
  const profile = findProfile(header.profile)
  if (profile === undefined) throw badInput(`${path}: no law ${header.profile} is known here.`)
  const opened = records.findLast((record) => record.kind === 'service-opened')
  return {
    caseId: '',
    device: header.device,
    profile,
    vendor,
    model,
    firmware: header.firmware,
    region: '',
    center: opened?.kind === 'service-opened' ? opened.center : '',
    entries: records,
    hasSecrets: records.some(({ kind }) => kind === 'keypad-accepted') ? true : null,
  }
}
