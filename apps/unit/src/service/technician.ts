/** A technician's side: signs requests and certificates. Used by the demonstration and the tests. */
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import type { StatementBody, VisitCertificate } from '@keyturn/evidence/statement/statement.ts'
import type { Signatory } from '@keyturn/simulator/authority/authority.ts'
import type { Challenge } from './session.ts'
import type { ServiceRequest, SignedStep } from './steps.ts'

export type Technician = {
  readonly signatory: Signatory
  readonly center: string
  /** The statement file of the credential. */
  readonly credential: string
  /** The statement file of a rescue, when the device is another vendor's. */
  readonly rescue: string | null
}

type When = { readonly at: Instant; readonly id: string }

/** Signs steps as an answer to the device's challenge. `id` is a fresh unique id. */
export function signSteps(
  technician: Technician,
  challenge: Pick<Challenge, 'device' | 'nonce'>,
  steps: readonly SignedStep[],
  when: When,
): ServiceRequest {
  const { signatory, credential, rescue } = technician
  const body: StatementBody = { kind: 'service-request', nonce: challenge.nonce, steps }
  return { credential, rescue, steps: signatory.line(body, { subject: challenge.device, ...when }) }
}

/** The certificate of a visit: what moves the due date. */
export const signCertificate = (
  { signatory, center }: Technician,
  { device, ...visit }: Omit<VisitCertificate, 'center'> & { readonly device: DeviceId },
  when: When,
): string => signatory.line({ kind: 'certificate', center, ...visit }, { subject: device, ...when })
