import { instant } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { eventId, parseEventId } from './message.ts'
import { sealWith } from './seal.ts'
import { newSecret, signedHeaders } from './sign.ts'

const key = 'a key of the tests, long enough'

describe('a sealed secret', () => {
  test('opens with the same key and name alone', () => {
    const { bytes } = newSecret()
    const sealed = sealWith(key).seal(bytes, 'wh_1')
    expect([...sealWith(key).open(sealed, 'wh_1')]).toEqual([...bytes])
    expect(() => sealWith(key).open(sealed, 'wh_2')).toThrow()
    expect(() => sealWith('another key of the tests').open(sealed, 'wh_1')).toThrow()
  })

  test('does not open once any byte of it is changed', () => {
    const sealed = sealWith(key).seal(new Uint8Array(32), 'wh_1')
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte))
      expect(() => sealWith(key).open(changed, 'wh_1')).toThrow()
    }
  })
})

describe('a signature', () => {
  test('is that of the published example of Standard Webhooks', () => {
    // From the specification's own libraries: the secret, the message and what it signs to.
    const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')
    const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: instant(1_614_265_330_000), body: '{"test": 2432232314}' }
    expect(signedHeaders(secret, message)).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })
})

describe('an event id', () => {
  test('reads back as what it names', () => {
    const event = { caseId: 'MA-2026-0117', seq: 12 } as const
    // A well-formed case id of the tests.
    const id = eventId(event as Parameters<typeof eventId>[0])
    expect(id).toBe('evt_MA-2026-0117_12')
    expect(parseEventId(id)).toEqual(event)
    for (const bad of ['evt_MA-2026-0117_0', 'evt_MA_12', 'evt__1', 'MA-2026-0117', 'evt_MA-2026-0117_12.1']) {
      expect(parseEventId(bad)).toBeUndefined()
    }
  })
})
