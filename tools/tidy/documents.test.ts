import { expect, test } from 'vitest'
import { deadLinks, titleFaults } from './documents.ts'
import { told } from './finding.ts'
import { sources } from './source.ts'

const isDocument = (file: string): boolean => file.endsWith('.md')

test('every document has exactly one title', () => {
  const documents = sources((file) => isDocument(file) && file.startsWith('docs/'))
  expect(documents.length).toBeGreaterThan(0)
  expect(told(documents.flatMap(titleFaults))).toEqual([])
})

test('every link between documents leads somewhere', () => {
  expect(told(sources(isDocument).flatMap((source) => deadLinks(source)))).toEqual([])
})

const file = 'docs/formats/log.md'

test.each([
  ['no title', 'words\n'],
  ['two titles', '# One\n\n# Two\n'],
  ['a title only inside code', '```\n# one\n```\n'],
])('%s is found', (_, text) => {
  expect(titleFaults({ file, text })).toHaveLength(1)
})

test('a heading inside code is no second title', () => {
  expect(titleFaults({ file, text: '# One\n\n```sh\n# not a title\n```\n' })).toEqual([])
})

test('a link to an absent file or heading is found', () => {
  const text = '# A title\n\n[a](../gone.md) [b](#a-title) [c](#gone) [d](https://example.org) `[e](f.md)` [g](h.md)\n'
  const found = deadLinks({ file, text }, (place) => place === 'docs/formats/h.md')
  expect(found.map(({ message }) => message)).toEqual([
    'The link to ../gone.md leads nowhere.',
    'The link to #gone leads nowhere.',
  ])
})
