/** The demonstration's drive to the service center: installation first, a whole visit every time after. */
import { randomUUID } from 'node:crypto'
import { claimsOf } from '@keyturn/device/claims.ts'
import type { DeviceConfig } from '@keyturn/device/config.ts'
import type { DeviceId } from '@keyturn/domain/units.ts'
import type { MadeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import type { Controller } from './controller.ts'
import type { Pace, VirtualCar } from './hardware/virtual-car.ts'
import type { Serve } from './service/at-desk.ts'
import { demoTechnician } from './service/demo-authority.ts'
import { install, visit } from './service/demo-visit.ts'
import type { ServiceDesk } from './service/session.ts'

type Parts = {
  readonly device: DeviceId
  readonly config: DeviceConfig
  readonly authority: MadeUpAuthority
  readonly controller: Controller
  readonly car: VirtualCar
  readonly desk: ServiceDesk
  readonly serve: Serve
  /** Lets the world's time pass at once: nobody waits for a visit here. */
  readonly jump: Pace
}

/** @throws StatementRefused, CarBusy; nothing moves the due date then. */
export const demoVisitor =
  ({ device, config, authority, controller, car, desk, serve, jump }: Parts) =>
  async (): Promise<void> => {
    // The technician goes by the time that the device shows.
    const now = () => controller.at()
    const { jurisdiction, vendor } = config.identity
    const bench = {
      device,
      config,
      technician: demoTechnician(authority, { jurisdiction, vendor, at: now() }),
      now,
      id: randomUUID,
      challenge: () => desk.challenge(),
      submit: serve,
      gas: async (brac: number) => {
        await car.act({ do: 'blow', brac, how: 'reference' }, jump)
        await jump(config.hardware.analyzing + config.hardware.pauseMax)
      },
      claims: () => {
        const { session } = controller.state()
        if (session.is === 'closed') throw new Error('the session ended before the visit was over')
        return claimsOf(session)
      },
    }
    const { ledger } = controller.state()
    if (ledger.installed) await visit(bench, ledger.lockouts.length > 0 ? 'lockout' : 'scheduled')
    else await install(bench)
    await controller.settled()
  }
