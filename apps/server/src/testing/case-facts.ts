/** Facts as people send them, for tests of cases. */
import type { Client } from '@keyturn/contract/client.ts'
import { openCase, recordFact } from '@keyturn/contract/endpoints/cases.ts'
import type { factBody } from '@keyturn/contract/facts/body.ts'
import type { z } from 'zod'

export type SentFact = z.input<typeof factBody>

export const participant = (name = 'Sam Rivera', number = 'S12345678', state = 'MA') => ({
  name,
  bornOn: '1988-04-12',
  license: { state, number },
  address: { street: '12 Elm Street', city: 'Worcester', state: 'MA', postalCode: '01608' },
  email: 'sam@example.org',
  telephone: '+1 617 555 0100',
})

let sent = 0
/** A key that nobody used yet. */
export const newKey = (): string => {
  sent += 1
  return `test-${sent}`
}

/** Opens a case and answers its id. */
export async function opened(
  call: Client,
  caseId: string,
  more: { readonly jurisdiction?: string; readonly name?: string; readonly number?: string; readonly at?: string } = {},
): Promise<string> {
  const answer = await call(openCase, {
    params: {},
    idempotencyKey: newKey(),
    body: {
      caseId,
      jurisdiction: more.jurisdiction ?? 'US-MA',
      participant: participant(more.name, more.number),
      ...(more.at === undefined ? {} : { at: more.at }),
    },
  })
  if (!answer.ok) throw new Error(`not opened: ${answer.problem.detail}`)
  return answer.value.case
}

/** Records a fact under a key of its own. */
export const recorded = (
  call: Client,
  caseId: string,
  fact: SentFact,
  more: { readonly at?: string; readonly key?: string; readonly ifMatch?: number } = {},
) =>
  call(recordFact, {
    params: { caseId },
    idempotencyKey: more.key ?? newKey(),
    ...(more.ifMatch === undefined ? {} : { ifMatch: more.ifMatch }),
    body: { fact, ...(more.at === undefined ? {} : { at: more.at }) },
  })

export const conviction = { kind: 'conviction', offense: 'oui', on: '2025-11-03', state: 'MA', docket: null } as const
export const approval = {
  kind: 'approval-granted',
  toward: 'hardship-license',
  reason: 'Proof of work shown.',
} as const
export const car = (vehicle = 'car-1', plate = '1ABC23') =>
  ({
    kind: 'vehicle-added',
    vehicle,
    body: 'car',
    description: 'blue Corolla 2016',
    vin: 'JTDBU4EE9B9123456',
    plate,
    volts: 12,
    electricsSound: true,
    use: 'owned',
    centerBrake: true,
    sponsorSeat: true,
  }) as const
