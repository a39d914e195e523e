/** Every vehicle that the participant owns, leases or drives. */
import { z } from 'zod'
import { nameField, shortName } from './text.ts'

export const vehicleFacts = [
  z.strictObject({
    kind: z.literal('vehicle-added'),
    vehicle: shortName,
    body: z.enum(['car', 'truck', 'van', 'bus', 'motorcycle', 'other']),
    description: nameField,
    // Seventeen since 1981; older vehicles have shorter ones. I, O and Q are not used.
    vin: z
      .string()
      .regex(/^[A-HJ-NPR-Z0-9]{5,17}$/, 'a VIN is up to 17 capital letters and digits, without I, O and Q'),
    plate: z.string().regex(/^[A-Z0-9](?:[A-Z0-9 -]{0,8}[A-Z0-9])?$/, 'a plate is 1 to 10 capital letters and digits'),
    volts: z.number().min(0).max(1_000),
    electricsSound: z.boolean(),
    use: z.enum(['owned', 'leased', 'operated', 'employer']),
    centerBrake: z.boolean(),
    sponsorSeat: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('vehicle-given-up'),
    vehicle: shortName,
    why: z.enum(['sold', 'lease-ended', 'totaled', 'not-driven-any-more']),
  }),
  z.strictObject({
    kind: z.literal('vehicle-out-of-use'),
    vehicle: shortName,
    why: z.enum(['disabled', 'broken-down', 'non-operational', 'totaled']),
  }),
  z.strictObject({ kind: z.literal('vehicle-back-in-use'), vehicle: shortName }),
] as const
