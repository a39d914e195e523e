/** Chance from the machine. */
import { randomBytes } from 'node:crypto'

/** A whole number from 0 to 2^32 - 1. */
export const chance = (): number => randomBytes(4).readUInt32LE()

/** 64 hex digits that nobody can guess: a nonce. */
export const nonce = (): string => randomBytes(32).toString('hex')

/** A fresh id that begins with what it is of: `visit-6f2c…`. */
export const freshId = (of: string): string => `${of}-${randomBytes(12).toString('hex')}`
