/** Chance from the machine. */
import { randomBytes } from 'node:crypto'

/** A whole number from 0 to 2^32 - 1. */
export const chance = (): number => randomBytes(4).readUInt32LE()

/** 64 hex digits that nobody can guess. */
export const nonce = (): string => randomBytes(32).toString('hex')
