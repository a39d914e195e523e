/** The demonstration's drive to the service center: installation first, a whole visit every time after. */
import { randomUUID } from 'node:crypto'
import type { DeviceConfig } from '@keyturn/device/config.ts'
import type { DeviceId } from '@keyturn/domain/units.ts'
import type { Clock } from './clock.ts'
import type { Controller } from './controller.ts'
import type { Pace, VirtualCar } from './hardware/virtual-car.ts'
import type { Serve } from './service/at-desk.ts'
import { type DemoKeys, demoTechnician } from './service/demo-keys.ts'
import { install, visit } from './service/demo-visit.ts'
import type { ServiceDesk } from './service/session.ts'

type Parts = {
  readonly device: DeviceId
  readonly config: DeviceConfig
  readonly keys: DemoKeys
  readonly clock: Clock
  readonly controller: Controller
  readonly car: VirtualCar
  readonly desk: ServiceDesk
  readonly serve: Serve
  /** Lets the world's time pass at once: nobody waits for a visit here. */
  readonly jump: Pace
}

/** @throws StatementRefused, CarBusy; nothing moves the due date then. */
export const demoVisitor =
  ({ device, config, keys, clock, controller, car, desk, serve, jump }: Parts) =>
  async (): Promise<void> => {
    const now = () => clock.now().at
    const bench = {
      device,
      config,
      technician: await demoTechnician(keys, { at: now() }),
      now,
      id: randomUUID,
      challenge: () => desk.challenge(),
      submit: serve,
      gas: async (brac: number) => {
        await car.act({ do: 'blow', brac, how: 'reference' }, jump)
        await jump(config.hardware.analyzing + config.hardware.pauseMax)
      },
    }
    const { ledger } = controller.state()
    if (ledger.installed) await visit(bench, ledger.lockouts.length > 0 ? 'lockout' : 'scheduled')
    else await install(bench)
    await controller.settled()
  }
