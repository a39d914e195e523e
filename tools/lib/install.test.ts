import { expect, test } from 'vitest'
import { missingPackages } from './install.mjs'
import { nodeComplaint } from './node-version.mjs'

const linux = { platform: 'linux', arch: 'x64' }

test('packages absent or of another version are missing', () => {
  const lock = {
    packages: {
      '': {},
      'packages/domain': { version: '0.1.0' },
      'node_modules/@keyturn/domain': { link: true },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0' },
      'node_modules/c': { version: '3.0.0' },
    },
  }
  const installed = { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.9.0' } } }
  expect(missingPackages(lock, installed, linux)).toEqual(['node_modules/b', 'node_modules/c'])
})

test('optional packages count only on their own platform', () => {
  const optional = { version: '1.0.0', optional: true }
  const lock = {
    packages: {
      'node_modules/mac': { ...optional, os: ['darwin'], cpu: ['arm64'] },
      'node_modules/here': { ...optional, os: ['linux'], cpu: ['x64'] },
      'node_modules/anywhere': optional,
      'node_modules/musl': { ...optional, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
    },
  }
  expect(missingPackages(lock, { packages: {} }, linux)).toEqual(['node_modules/here'])
})

test.each(['18.20.8', '20.18.3', '20.9.0', '21.7.3', '22.11.0'])(
  'Node %s is turned away in one sentence',
  (version) => {
    expect(nodeComplaint(version)).toMatch(/^Keyturn needs Node 20\.19 or newer .* and this is Node /)
  },
)

test.each(['20.19.0', '20.20.2', '22.12.0', '24.0.0'])('Node %s is welcome', (version) => {
  expect(nodeComplaint(version)).toBeUndefined()
})
