import { expect, test } from 'vitest'
import { told } from './finding.ts'
import { machinePlaces } from './places.ts'
import { sources } from './source.ts'

const binary = /\.(png|jpe?g|webp|ico|woff2?|ttf|gz|pdf|bin)$/

test('no file names a place of one machine', () => {
  const files = sources((file) => !binary.test(file) && file !== 'tools/tidy/places.test.ts')
  expect(files.some(({ file }) => file === 'package-lock.json')).toBe(true)
  expect(told(files.flatMap(machinePlaces))).toEqual([])
})

test.each([
  "const a = '/home/mary/keyturn/data'",
  'see /work/notes.md',
  'cd /root/keyturn',
  '"resolved": "https://registry.example.org/a.tgz"',
  'file:///Users/mary/a.ts',
])('the line `%s` is found', (text) => {
  expect(machinePlaces({ file: 'a.md', text })).toHaveLength(1)
})

test.each([
  "path.join(data, '/work/x')".replace('/work', 'work'),
  'https://example.org/home/page',
  "'/home'",
  './root/a',
])('the line `%s` is allowed', (text) => {
  expect(machinePlaces({ file: 'a.md', text })).toEqual([])
})
