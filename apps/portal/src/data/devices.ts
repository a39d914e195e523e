/** The devices that the server knows. */
import { fromUtf8 } from '@keyturn/evidence/bytes.ts'
import { askBytes, askJson, Problem } from './http.ts'
import { list, moment, number, object, orNull, text } from './read.ts'

const whom = 'the server'

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

const oneDevice = object({ publicKey: text })

/** The key that the server enrolled the device with, in Base64. */
export const readDeviceKey = async (device: string): Promise<string> =>
  (await askJson(addressOf(device), (body) => oneDevice(body, 'answer'), { whom })).publicKey

/** The log as the server holds it, byte for byte. */
export const readDeviceLog = (device: string): Promise<Uint8Array> => askBytes(`${addressOf(device)}/log`, { whom })

const addressOf = (device: string): string => `/v1/devices/${encodeURIComponent(device)}`

/** How many uploads the server's signed checkpoint covers; null while there is none. */
export async function readCheckpointSize(signal: AbortSignal): Promise<number | null> {
  try {
    // A checkpoint is text: origin, size, root, a blank line, signatures.
    const [, size] = (fromUtf8(await askBytes('/v1/checkpoint', { whom, signal })) ?? '').split('\n')
    return number(Number(size), 'checkpoint size')
  } catch (cause) {
    if (cause instanceof Problem) return null
    throw cause
  }
}

export const readDevices = (signal: AbortSignal): Promise<readonly Device[]> =>
  askJson('/v1/devices', (body) => answer(body, 'answer').devices, { whom, signal })
