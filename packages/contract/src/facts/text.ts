/** Texts, names and numbers as people write them, with their limits. What cannot be kept or shown safely is refused. */
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { type CivilDate, type Instant, instant, parseInstant } from '@keyturn/domain/units.ts'
import { z } from 'zod'
import { momentField } from '../fields.ts'

export const NAME_MAX = 200
export const WORDS_MAX = 4_000

/** Control characters, halves of characters, and marks that turn the order of what is written around them. */
const UNSAFE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u
const UNSAFE_BUT_LINES = /[^\P{Cc}\n\t]|[\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u
/** Something that can be seen: not only blanks, joiners and combining marks. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

/** One line in any script, 1 to 200 characters (code points). */
export const nameField = z
  .string()
  // A character is two units at most.
  .max(2 * NAME_MAX)
  .refine((text) => [...text].length <= NAME_MAX, `at most ${NAME_MAX} characters`)
  .refine((text) => VISIBLE.test(text), 'something that can be read is wanted here')
  .refine((text) => text === text.trim(), 'no blanks before or after it')
  .refine((text) => !UNSAFE.test(text), 'no line ends, control characters or direction marks')

/** Plain text of several lines in any script, 1 to 4,000 characters. */
export const wordsField = z
  .string()
  .max(2 * WORDS_MAX)
  .refine((text) => [...text].length <= WORDS_MAX, `at most ${WORDS_MAX} characters`)
  .refine((text) => VISIBLE.test(text), 'something that can be read is wanted here')
  .refine((text) => !UNSAFE_BUT_LINES.test(text), 'no control characters or direction marks')

/** A short name of our own inside a case: `car-1`, `hearing-1`. */
export const shortName = z
  .string()
  .max(40)
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'a short name is 1 to 40 small letters, digits and inner hyphens')

/** An organization: 1 to 64 small letters, digits and inner hyphens. */
export const organizationIdField = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'an organization is 1 to 64 of a-z, 0-9 and inner hyphens')

/** A day: `2026-03-02`. */
export const dateField = z
  .string()
  .max(10)
  .refine((text): text is CivilDate => parseCivilDate(text) !== undefined, 'a date is written 2026-03-02')
  .refine((text) => text >= '1900-01-01' && text <= '2199-12-31', 'a date is between 1900 and 2199')

const EARLIEST_MS = Date.UTC(1900, 0, 1)
const LATEST_MS = Date.UTC(2200, 0, 1) - 1
const isNear = (at: number): boolean => at >= EARLIEST_MS && at <= LATEST_MS

/** A moment: text (`2026-03-02T14:00Z`), or whole milliseconds since 1970 as answers have them. */
export const momentIn = z
  .union([momentField, z.int()])
  .transform((given): Instant => instant(typeof given === 'number' ? given : (parseInstant(given) ?? Number.NaN)))
  .refine(isNear, 'a moment is between 1900 and 2199')

/** A state or province as its licenses name it: `MA`. */
export const stateField = z.string().regex(/^[A-Z]{2}$/, 'a state is two capital letters')

/** A document kept with the case: the SHA-256 of its bytes, 64 hex digits. */
export const documentIdField = z.string().regex(/^[0-9a-f]{64}$/, 'a document is named by 64 hex digits')
export const documentsField = z.array(documentIdField).max(20).readonly()

/** The id of a finding, as an assessment tells it. */
export const findingIdField = z
  .string()
  .max(200)
  .regex(/^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/, 'a finding is named as the assessment names it')

/** A program's own name for a violation, a code of a restriction and the like. */
export const codeField = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,78}[A-Za-z0-9])?$/, 'letters, digits, hyphens')

/** The place of another fact of the case. */
export const factSeqField = z.int().min(1).max(1_000_000)

/** Whether the days are in order; an open end is. */
export const inOrder = ({ from, until }: { readonly from: string; readonly until: string | null }): boolean =>
  until === null || from <= until
export const ORDER = 'it ends on the day it begins, or later'
