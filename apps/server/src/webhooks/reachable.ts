/** Where webhooks may go: out of the house, never to what stands inside it. */
import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

export type Reach = {
  /** `http:` to this machine as well: a demo, or a receiver under development. */
  readonly loopback: boolean
  /** Addresses of private networks as well: an agency whose receivers are in its own network. */
  readonly private: boolean
}

const LOOPBACK = listOf(['127.0.0.0/8', '::1/128'])
const PRIVATE = listOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'])
/** Never: this host, link-local (cloud metadata is there), documentation, benchmarks, multicast, ways around. */
const NEVER = listOf([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
])

/** Whether a resolved address may be connected to. */
export function mayReach(address: string, reach: Reach): boolean {
  const bare = plainAddress(address)
  const family = isIP(bare) === 6 ? 'ipv6' : 'ipv4'
  if (isIP(bare) === 0 || NEVER.check(bare, family)) return false
  if (LOOPBACK.check(bare, family)) return reach.loopback
  return !PRIVATE.check(bare, family) || reach.private
}

/** Null when the address may be subscribed; otherwise a sentence that says why not. Names are resolved when sending. */
export function refusalOf(url: URL, reach: Reach): string | null {
  if (url.username !== '' || url.password !== '') return 'The address must not hold a user or a password.'
  if (url.hash !== '') return 'The address must not have a part after #.'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isOwn =
    host === 'localhost' ||
    (isIP(host) !== 0 &&
      mayReach(host, { loopback: true, private: false }) &&
      LOOPBACK.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4'))
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOwn && reach.loopback)) {
    return 'The address must begin with https://.'
  }
  if (isOwn && !reach.loopback) return 'The address leads to this server itself.'
  if (isIP(host) !== 0 && !mayReach(host, reach)) return 'The address leads into a private or reserved network.'
  return null
}

export class NotReachable extends Error {
  override readonly name = 'NotReachable'
}

/**
 * Resolves a name for the connection that is made right after, and refuses what must not be reached: looking first and
 * connecting later would let a name change its address in between.
 */
export const lookupWithin =
  (reach: Reach): LookupFunction =>
  (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '', 0)
      const bad = addresses.find(({ address }) => !mayReach(address, reach))
      const [first] = addresses
      if (bad !== undefined || first === undefined) {
        return done(new NotReachable(`${host} leads into a private or reserved network`), '', 0)
      }
      return options.all === true ? done(null, addresses) : done(null, first.address, first.family)
    })
  }

/** An IPv4 address inside an IPv6 one is that IPv4 address. */
function plainAddress(address: string): string {
  const bare = address.split('%', 1).join('')
  const dotted = /^::(?:ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  if (dotted !== undefined) return dotted
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(bare)
  if (hex === null) return bare
  const [high, low] = [Number.parseInt(hex[1] ?? '', 16), Number.parseInt(hex[2] ?? '', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}
