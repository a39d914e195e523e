/** A record as one sentence, for programs that show a log and have no case engine. */
import { wordsWithCause } from '@keyturn/cases/words.ts'
import type { Record } from '@keyturn/domain/record.ts'

/** What a record says, and whose doing it was where that is not the driver's. Moments inside are told in the zone. */
export const recordInWords = (record: Record, zone: string): string => wordsWithCause(record, zone)
