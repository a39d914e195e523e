/** Whom a limit counts as one: an IPv4 address, or the /64 network that a single IPv6 customer has. */
import { BlockList, isIPv6 } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

const bare = (ip: string): string => ip.replace(/^::ffff:(?=\d+\.)/i, '')

/** @param ip as the socket or the proxy tells it */
export function isLoopback(ip: string): boolean {
  const address = bare(ip)
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

export function addressOf(ip: string): string {
  const address = bare(ip)
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('%', 1).join('').toLowerCase().split('::')
  const groups = (text: string | undefined) => (text === undefined || text === '' ? [] : text.split(':'))
  const after = groups(tail)
  const before = groups(head)
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  const all = [...before, ...(tail === undefined ? [] : zeros), ...after]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
