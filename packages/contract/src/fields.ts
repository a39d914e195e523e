/** Sorts of values that several endpoints share, with their limits. */
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { type CaseId, type DeviceId, isCaseId, isDeviceId, parseInstant } from '@keyturn/domain/units.ts'
import { z } from 'zod'

/** An upload as it travels, in bytes. A month of an ordinary car is a few hundred kilobytes. */
export const UPLOAD_BYTES_MAX = 4 * 1_024 * 1_024
/** The same upload unpacked. */
export const UPLOAD_RAW_BYTES_MAX = 32 * 1_024 * 1_024

export const deviceIdField = z
  .string()
  .max(40)
  .refine((text): text is DeviceId => isDeviceId(text), 'a device id is 3 to 40 letters, digits and inner hyphens')

export const caseIdField = z
  .string()
  .max(40)
  .refine((text): text is CaseId => isCaseId(text), 'a case id is 3 to 40 letters, digits and inner hyphens')

export const jurisdictionField = z.string().regex(/^US-[A-Z]{2}$/, 'a jurisdiction is written US-MA')

/** A moment as text, UTC: `2026-03-02T14:00:00.000Z`. */
export const momentField = z
  .string()
  .max(24)
  .refine((text) => parseInstant(text) !== undefined, 'a moment is written 2026-03-02T14:00:00.000Z')

/** Profile and effective date: `US-MA@2026-11-01`. */
export const profileField = z
  .string()
  .max(40)
  .refine((text) => {
    const [id = '', date = '', ...more] = text.split('@')
    return /^US-[A-Z]{2}$/.test(id) && parseCivilDate(date) !== undefined && more.length === 0
  }, 'a profile is written US-MA@2026-11-01')

/** A record number, from 1. In a query it comes as text. */
export const seqField = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

/** An Ed25519 public key: 32 bytes in Base 64 with padding. */
export const publicKeyField = z
  .string()
  .regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, 'a public key is 32 bytes in base64')

export const deviceParams = z.strictObject({ deviceId: deviceIdField })
export const noParams = z.strictObject({})
export const noQuery = z.strictObject({})
