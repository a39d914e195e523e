import { expect, test } from 'vitest'
import { fold } from './fold-comments.mjs'

const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ')

test('a wide comment goes on in the next line of its paragraph', () => {
  expect(fold(`// ${words(30)}\n// and more\nconst a = 1\n`)).toBe(
    `// ${words(23)}\n// ${words(7)} and more\nconst a = 1\n`,
  )
})

test('a wide comment before code gets a line of its own', () => {
  expect(fold(`  // ${words(30)}\n  const a = 1\n`)).toBe(`  // ${words(23)}\n  // ${words(7)}\n  const a = 1\n`)
})

test('a wide block comment of one line becomes a block', () => {
  expect(fold(`/** ${words(30)} */\n`)).toBe(`/**\n * ${words(23)}\n * ${words(7)}\n */\n`)
})

test('code, narrow comments and addresses stay as they are', () => {
  const text = `const a = '${words(40)}'\n// short\n// https://example.org/${'x'.repeat(130)}\n * @param a ${words(3)}\n`
  expect(fold(text)).toBe(text)
})
