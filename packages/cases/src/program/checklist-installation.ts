/** Devices in vehicles: booked, one in every vehicle, identity, instruction, proof [MA-INS-3, MA-INS-5]. */
import { after } from '@keyturn/domain/units.ts'
import { inZone } from '../calendar.ts'
import { groundOf } from '../law.ts'
import type { CaseVehicle, Requirement } from './assessment.ts'
import type { Checked } from './checklist.ts'
import { firstInstallation, isIn } from './devices.ts'
import type { FactOf } from './fact.ts'
import type { Scene } from './scene.ts'

/** One for each vehicle that is not given up. */
export function deviceItems(scene: Scene, { vehicles }: Checked): readonly Requirement[] {
  const law = groundOf(scene.program.vehicles.every)
  if (vehicles.every(({ state }) => state === 'given-up')) {
    const words = 'Tell which vehicles the participant owns, leases or drives, the employer’s too.'
    return [
      {
        id: 'vehicles',
        title: 'A device in every vehicle',
        state: 'open',
        words,
        who: 'participant',
        law,
        because: [],
      },
    ]
  }
  const last = lastOfVehicles(scene)
  return vehicles.filter(({ state }) => state !== 'given-up').map((one) => deviceItem(scene, one, last))
}

type LastTold = {
  readonly added: ReadonlyMap<string, FactOf<'vehicle-added'>>
  readonly booked: ReadonlyMap<string, FactOf<'visit-booked'>>
}

/** Of each vehicle the last time it was added, and the last installation that was booked. */
const lastOfVehicles = ({ told }: Scene): LastTold => ({
  added: new Map(told.of('vehicle-added').map((one) => [one.vehicle, one])),
  booked: new Map(
    told.of('visit-booked').flatMap((one) => (one.purpose === 'installation' ? [[one.vehicle, one] as const] : [])),
  ),
})

function deviceItem(scene: Scene, vehicle: CaseVehicle, last: LastTold): Requirement {
  const { told, program, ref } = scene
  const law = groundOf(program.vehicles.every)
  const added = last.added.get(vehicle.vehicle)
  const item = { id: `device:${vehicle.vehicle}`, title: `A device in ${vehicle.description}` } as const
  const about = added === undefined ? [] : [ref(added)]
  if (vehicle.refused !== null) {
    const { words, law: ground } = vehicle.refused
    const said = `${words} It may not be driven.`
    return {
      ...item,
      state: vehicle.device === null ? 'open' : 'broken',
      words: said,
      who: 'participant',
      law: ground,
      because: about,
    }
  }
  if (vehicle.device !== null) {
    const { device } = vehicle
    const installed = scene
      .ofDevice(device)
      .findLast(({ kind }) => kind === 'device-installed' || kind === 'device-moved')
    const because = installed === undefined ? about : [ref(installed)]
    return { ...item, state: 'met', words: `Device ${device} is in it.`, who: 'provider', law, because }
  }
  if (vehicle.state === 'out-of-use') {
    const words = `${vehicle.description} is out of use. It needs a device before it is driven again.`
    return { ...item, state: 'not-needed', words, who: 'participant', law, because: about }
  }
  const booked = last.booked.get(vehicle.vehicle)
  if (booked !== undefined && booked.for >= told.asOf) {
    const words = `Installation in ${vehicle.description} booked for ${inZone(booked.for, told.zone)}. Do not drive there; bring proof of identity.`
    return { ...item, state: 'open', words, who: 'participant', law, because: [...about, ref(booked)] }
  }
  const words = `Book an installation in ${vehicle.description} with the provider. Until a device is in it, it may not be driven.`
  return { ...item, state: 'open', words, who: 'participant', law, because: about }
}

/** Identity proved and use explained at each installation that stands [MA-INS-3]. */
export function identityItems(scene: Scene, { devices }: Checked): readonly Requirement[] {
  const { told, program, ref } = scene
  const { identity, instruction } = program.preparation
  const standingAt = new Map(devices.flatMap((one) => (isIn(one) ? [[one.device, one.installedAt] as const] : [])))
  const standing = told.of('device-installed').filter((one) => standingAt.get(one.device) === one.at)
  if (standing.length === 0) return []
  const unproved = standing.filter((one) => one.identity === null)
  const untaught = standing.filter((one) => !one.instructed)
  const items: Requirement[] = []
  if (identity !== null) {
    const law = groundOf(identity)
    const missing = unproved.length > 0
    items.push({
      id: 'identity',
      title: 'Identity proved at the installation',
      state: missing ? 'open' : 'met',
      words: missing
        ? 'Show the provider proof of identity; it was not shown at the installation.'
        : 'Shown at the installation.',
      who: missing ? 'participant' : 'provider',
      law,
      because: (missing ? unproved : standing).map(ref),
    })
  }
  if (instruction !== null) {
    const missing = untaught.length > 0
    items.push({
      id: 'instruction',
      title: 'Use and care explained',
      state: missing ? 'open' : 'met',
      words: missing ? 'The provider has to explain use and care of the device.' : 'Explained at the installation.',
      who: 'provider',
      law: groundOf(instruction),
      because: (missing ? untaught : standing).map(ref),
    })
  }
  return items
}

/** The proof of installation that goes to the authority [MA-INS-4]. */
export function proofItem(scene: Scene): readonly Requirement[] {
  const { told, program, ref } = scene
  const rule = program.preparation.proof
  const installed = firstInstallation(told)
  if (rule === null || installed === undefined) return []
  const law = groundOf(rule)
  const item = { id: 'proof-of-installation', title: 'Proof of installation', law, because: [ref(installed)] } as const
  const { within } = rule.value
  if (within === null) {
    const proof = installed.certificate !== null
    const words = proof
      ? `Certificate ${installed.certificate}.`
      : `Hand the provider’s proof of installation to the ${program.authority}.`
    return [{ ...item, state: proof ? 'met' : 'open', words, who: proof ? 'provider' : 'participant' }]
  }
  const by = after(installed.at, within)
  const late = installed.recordedAt > by
  const words = late
    ? `The provider told the ${program.authority} on ${inZone(installed.recordedAt, told.zone)}; it was due by ${inZone(by, told.zone)}.`
    : `The provider told the ${program.authority} in time.`
  return [{ ...item, state: late ? 'broken' : 'met', words, who: 'provider' }]
}
