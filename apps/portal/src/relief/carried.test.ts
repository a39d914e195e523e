import { describe, expect, test } from 'vitest'
import { asFile, carriedIn } from './carried.ts'
import { carryAddress } from './carry.ts'

const FILE = 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJyb290In0.c2ln\neyJh.eyJi.Yw\n'

describe('an order in the address of a car', () => {
  test('what is put in is what comes out, byte for byte', () => {
    const address = new URL(carryAddress('http://192.168.4.1:8080/anything', FILE))
    expect(address.pathname).toBe('/car')
    expect(carriedIn(address.hash)).toEqual({ file: FILE })
  })

  test.each([
    ['no hash', '', null],
    ['another hash', '#main', null],
    ['nothing behind the mark', '#order=', 'unreadable'],
    ['letters that are none', '#order=a*b', 'unreadable'],
    ['a piece cut off', '#order=A', 'unreadable'],
    ['bytes that are no text', '#order=_w', 'unreadable'],
  ])('%s', (_, hash, found) => {
    expect(carriedIn(hash)).toEqual(found)
  })

  test('pasted text becomes a file, whatever stands around its lines', () => {
    expect(asFile(`  ${FILE.replaceAll('\n', '\r\n')} \n`)).toBe(FILE)
    expect(asFile(' \n ')).toBe('')
  })
})
