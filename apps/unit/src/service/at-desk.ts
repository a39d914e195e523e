/**
 * Verifies a technician's request, then performs it. What is refused is recorded with its reason and changes nothing.
 */
import type { Entry } from '@keyturn/domain/record.ts'
import type { Controller } from '../controller.ts'
import { StatementRefused } from './refused.ts'
import type { ServiceDesk } from './session.ts'
import type { ServiceRequest } from './steps.ts'

export type Serve = (request: ServiceRequest) => Promise<readonly Entry[]>

/** The answer resolves with what was recorded, durably. @throws StatementRefused (recorded), Held. */
export const serviceAt =
  (desk: ServiceDesk, controller: Controller): Serve =>
  async (request) => {
    try {
      const actions = await desk.verify(request)
      const entries = actions.flatMap((body) => controller.hear({ kind: 'service', body }))
      await controller.settled()
      return entries
    } catch (error) {
      if (error instanceof StatementRefused) await controller.refuse(error.statement, error.message)
      throw error
    }
  }
