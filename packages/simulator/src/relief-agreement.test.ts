import { assess } from '@keyturn/cases/assess.ts'
import { recordFacts } from '@keyturn/cases/fact.ts'
import { begin, type Play, Player } from '@keyturn/device/paths.ts'
import { reliefWords } from '@keyturn/device/relief-walk.ts'
import { carUnder } from '@keyturn/device/told.ts'
import { deviceId } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const device = deviceId('KT-MA-0001')

test.each([massachusetts, maine])(
  '$id: whatever relief a device had, the case comes to the same by its log',
  (profile) => {
    const player = new Player(profile, false)
    // Without power a device cannot settle what falls due.
    const words = reliefWords(profile, player).filter(({ name }) => name !== 'plug pulled' && name !== 'power back')
    const start = begin(carUnder(profile).installed())
    let moves = 0
    fc.assert(
      fc.property(fc.array(fc.nat(words.length - 1), { maxLength: 40 }), (path) => {
        let play: Play = start
        for (const n of path) play = words[n]?.feed(play) ?? play
        const { ledger, now } = play.state
        const records = play.log.map((entry, n) => ({ ...entry, seq: n + 1 }))
        const { findings } = assess(profile, recordFacts(device, records), now)
        const inForce = findings.filter((one) => one.class === 'lockout' && one.endedAt === null)
        expect(inForce.map(({ rule }) => rule).toSorted()).toEqual(ledger.lockouts.map(({ rule }) => rule).toSorted())
        expect(findings.filter((one) => one.class === 'integrity').map(({ title }) => title)).toEqual([])
        moves += records.filter(({ kind }) => kind === 'due-date-moved').length
      }),
      { numRuns: 250, seed: 20_260_321 },
    )
    expect(moves).toBeGreaterThan(100)
  },
)
