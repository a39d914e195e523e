/** A record as one sentence, for programs that show a log and have no case engine. */
import { words } from '@keyturn/cases/words.ts'
import type { Record } from '@keyturn/domain/record.ts'

/** What a record says. Moments inside are told in the zone. */
export const recordInWords = (record: Record, zone: string): string => words(record, zone)
