/** The participant's vehicles: which are in use, which have a device, and which may not have one. */
import type { VehicleLaw } from '@keyturn/rules/program.ts'
import { groundOf } from '../law.ts'
import type { CaseDevice, CaseVehicle } from './assessment.ts'
import { inVehicle } from './devices.ts'
import type { Vehicle } from './fact.ts'
import type { Told } from './told.ts'

/** In the order in which they were added. A vehicle that is added again counts as it was told last. */
export function vehiclesOf(told: Told, law: VehicleLaw, devices: readonly CaseDevice[]): readonly CaseVehicle[] {
  const states = new Map<string, { vehicle: Vehicle; state: CaseVehicle['state'] }>()
  for (const fact of told.facts) {
    switch (fact.kind) {
      case 'vehicle-added':
        states.set(fact.vehicle, { vehicle: vehicleOf(fact), state: 'in-use' })
        break
      case 'vehicle-given-up':
        turn(states, fact.vehicle, 'given-up')
        break
      case 'vehicle-out-of-use':
        turn(states, fact.vehicle, 'out-of-use')
        break
      case 'vehicle-back-in-use':
        turn(states, fact.vehicle, 'in-use')
        break
      default:
        break
    }
  }
  const placed = inVehicle(devices)
  return [...states.values()].map(({ vehicle, state }) => ({
    ...vehicle,
    state,
    device: placed.get(vehicle.vehicle)?.device ?? null,
    refused: refusalOf(vehicle, law),
  }))
}

/** Why no device may be installed in a vehicle; null when one may [MA-VEH-1]. */
export function refusalOf(vehicle: Vehicle, law: VehicleLaw): CaseVehicle['refused'] {
  if (law.barred?.value.includes(vehicle.body)) {
    return { words: `No device is installed in a ${vehicle.body}.`, law: groundOf(law.barred) }
  }
  if (law.volts !== null && vehicle.volts !== law.volts.value) {
    const words = `The vehicle has a ${vehicle.volts}-volt system; the device needs ${law.volts.value} volts.`
    return { words, law: groundOf(law.volts) }
  }
  if (law.sound !== null && !vehicle.electricsSound) {
    return {
      words: 'The vehicle’s electrical system is not in good order; it has to be repaired first.',
      law: groundOf(law.sound),
    }
  }
  return null
}

function turn(states: Map<string, { state: CaseVehicle['state'] }>, vehicle: string, state: CaseVehicle['state']) {
  const found = states.get(vehicle)
  if (found !== undefined) found.state = state
}

/** A fact also carries its head; a vehicle is what the fact says of it. */
function vehicleOf(fact: Vehicle): Vehicle {
  const { vehicle, body, description, vin, plate, volts, electricsSound, use, centerBrake, sponsorSeat } = fact
  return { vehicle, body, description, vin, plate, volts, electricsSound, use, centerBrake, sponsorSeat }
}
