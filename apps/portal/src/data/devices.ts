/** The devices that the server knows. */
import { askJson } from './http.ts'
import { list, moment, number, object, orNull, text } from './read.ts'

const answer = object({
  devices: list(
    object({
      id: text,
      profile: text,
      log: object({ lastSeq: number }),
      lastReceivedAt: orNull(moment),
      publicKey: text,
    }),
  ),
})
export type Device = ReturnType<typeof answer>['devices'][number]

export const readDevices = (signal: AbortSignal): Promise<readonly Device[]> =>
  askJson('/v1/devices', (body) => answer(body, 'answer').devices, { whom: 'the server', signal })
