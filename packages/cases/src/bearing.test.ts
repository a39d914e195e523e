import type { Cause } from '@keyturn/domain/record.ts'
import { duration, instant } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { expect, test } from 'vitest'
import { judge } from './assess.ts'
import { isJudged } from './bearing.ts'
import { eventExamples } from './event-examples.ts'
import { begin, openPeriod } from './folding.ts'
import { versionsOf } from './in-force.ts'

const causes: readonly Cause[] = ['operator', 'device', 'power', 'provider', 'vehicle', 'unknown']
const circumstances = Object.values(eventExamples).filter(({ kind }) => !isJudged(kind))

test.each(circumstances.map((event) => [event.kind, event] as const))(
  'a circumstance, %s, changes nothing even when it is looked at',
  (_kind, event) => {
    for (const profile of [massachusetts, maine]) {
      for (const cause of causes) {
        const at = instant(Date.UTC(2026, 2, 2, 14))
        const record = { ...event, at, cause, up: duration(0), seq: 2 }
        const folding = begin(versionsOf(profile))
        folding.period = openPeriod(record, instant(at + 1_000))
        const before = structuredClone(folding.period)
        judge(folding, record)
        expect([folding.found, folding.period, folding.breath]).toEqual([[], before, null])
      }
    }
  },
)
