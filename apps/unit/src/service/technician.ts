/** A technician's side: signs requests and certificates. Used by the demonstration and the tests. */
import type { CivilDate, DeviceId, Instant } from '@keyturn/domain/units.ts'
import { importPKCS8, SignJWT } from 'jose'
import { TYPES } from './credentials.ts'
import { briefly, type Challenge, type ServiceRequest, type SignedStep } from './session.ts'

export type Technician = {
  readonly id: string
  readonly center: string
  readonly privateKeyPem: string
  readonly credential: ServiceRequest['credential']
}

/** Signs steps as an answer to the device's challenge. `jti` is a fresh unique id. */
export async function signSteps(
  technician: Technician,
  challenge: Challenge,
  steps: readonly SignedStep[],
  { at, jti }: { readonly at: Instant; readonly jti: string },
): Promise<ServiceRequest> {
  const signed = await sign(TYPES.request, technician.privateKeyPem, {
    iss: technician.id,
    sub: challenge.device,
    jti,
    ...briefly(at),
    nonce: challenge.nonce,
    steps,
  })
  return { credential: technician.credential, steps: signed }
}

export type CertificateTerms = {
  readonly device: DeviceId
  readonly visit: 'scheduled' | 'lockout' | 'removal'
  readonly dueOn: CivilDate
  readonly logSeq: number
}

/** The certificate of a visit: what moves the due date. */
export const signCertificate = (
  technician: Technician,
  { device, visit, dueOn, logSeq }: CertificateTerms,
  { at, jti }: { readonly at: Instant; readonly jti: string },
): Promise<string> =>
  sign(TYPES.certificate, technician.privateKeyPem, {
    iss: technician.id,
    sub: device,
    jti,
    ...briefly(at),
    visit,
    dueOn,
    center: technician.center,
    logSeq,
  })

/** Signs any statement of ours as a compact JWS. */
export async function sign(
  type: string,
  privateKeyPem: string,
  claims: { readonly [name: string]: unknown },
): Promise<string> {
  const key = await importPKCS8(privateKeyPem, 'EdDSA')
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'EdDSA', typ: type }).sign(key)
}
