/** Who signs what: the origin lines and key names of `docs/formats`, as addresses, so that they cannot collide. */
import { type DeviceId, isDeviceId } from '@keyturn/domain/units.ts'

const DEVICE = 'keyturn.org/device/'
const RECEIPT = 'keyturn.org/receipt/'
const TREE = 'keyturn.org/tree/'
const SERVER = /^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/

/** Origin and key name of a device's own checkpoints. */
export const deviceOrigin = (device: DeviceId): string => DEVICE + device

/** The device an origin belongs to. Undefined when it is not a device's origin. */
export const deviceOfOrigin = (origin: string): DeviceId | undefined => {
  const id = origin.slice(DEVICE.length)
  return origin.startsWith(DEVICE) && isDeviceId(id) ? id : undefined
}

/** Origin and key name of a server's receipts. @throws RangeError unless the name is 1 to 63 of `a-z0-9.-`. */
export const receiptOrigin = (server: string): string => RECEIPT + serverName(server)

/** Origin and key name of a server's tree checkpoints. @throws RangeError unless the name is 1 to 63 of `a-z0-9.-`. */
export const treeOrigin = (server: string): string => TREE + serverName(server)

/** Whether the origin is that of some server's receipts. */
export const isReceiptOrigin = (origin: string): boolean =>
  origin.startsWith(RECEIPT) && SERVER.test(origin.slice(RECEIPT.length))

function serverName(name: string): string {
  if (!SERVER.test(name)) throw new RangeError(`a server's name is 1 to 63 of a-z, 0-9, dot and hyphen, got ${name}`)
  return name
}
