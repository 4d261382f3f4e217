import { BlockList, isIP } from 'node:net'

/**
 * Addresses that are nobody's on the Internet: this machine, its network, its provider's metadata. A host that a person gives us to
 * connect to must have none of them, otherwise we look around inside for whoever asks.
 * https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const denied = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  denied.addSubnet(net, prefix, 'ipv4')
// Of IPv6 only what is given out to the world is 2000::/3.
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  denied.addSubnet(net, prefix, 'ipv6')
const world = new BlockList()
world.addSubnet('2000::', 3, 'ipv6')

/** Whether this address, as a resolver gives it, is one of the open Internet. A name is none. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !denied.check(address, 'ipv4')
  return family === 6 && world.check(address, 'ipv6') && !denied.check(address, 'ipv6')
}
