import { utf8 } from '@keyturn/evidence/bytes.ts'
import { type Fault, faultyDisk } from '@keyturn/local/disk/faulty-disk.ts'
import { expect, test } from 'vitest'
import { at, authority, MA, orderBody } from './relief-bench.ts'
import { Shelf } from './shelf.ts'

const FOLDER = '/statements'
const order = MA.sign(orderBody(), { at, id: 'order-1' })
const list = (number: number, signer = MA) =>
  signer.sign({ kind: 'revocations', number, revoked: [] }, { at, cites: [], id: `withdrawn-${number}` })

const numbers = (shelf: Shelf) => shelf.several('revocations').map(({ statement }) => statement.number)

test.each<[Fault, readonly number[]]>([
  ['refused', [1]],
  ['torn', [1]],
  ['answer-lost', [2]],
])('a write that is %s leaves the old list or the new one, never half', async (fault, left) => {
  const disk = faultyDisk()
  const shelf = await Shelf.open(disk, FOLDER)
  await shelf.keep(list(1))
  disk.failing = ({ does }) => (does === 'replace' ? fault : undefined)
  await expect(shelf.keep(list(2))).rejects.toThrow(fault)
  expect(numbers(shelf), 'what was not promised is not used').toEqual([1])
  disk.crash()
  disk.failing = () => undefined
  const again = await Shelf.open(disk, FOLDER)
  expect(numbers(again)).toEqual(left)
  await again.keep(list(2))
  expect(numbers(await Shelf.open(disk, FOLDER))).toEqual([2])
})

test('what cannot be read any more does not count, and nothing else suffers', async () => {
  const disk = faultyDisk()
  const shelf = await Shelf.open(disk, FOLDER)
  await shelf.keep(order)
  await shelf.keep(list(1))
  await shelf.keep(list(7, authority.rootSignatory))
  const [name] = (await disk.list(FOLDER)).filter((each) => each.startsWith('order-'))
  disk.poke(`${FOLDER}/${name}`, utf8(order.slice(0, 100)))
  disk.poke(`${FOLDER}/note.txt`, utf8('not ours'))
  disk.poke(`${FOLDER}/index.txt`, utf8(order))
  const again = await Shelf.open(disk, FOLDER)
  expect(again.several('order')).toEqual([])
  expect(again.single('index')).toBeNull()
  expect(numbers(again)).toEqual([1, 7])
})

test('the same statement under another chain is kept once', async () => {
  const shelf = await Shelf.open(faultyDisk(), FOLDER)
  await shelf.keep(order)
  const lines = order.split('\n')
  // The credential above was issued anew; the order itself is the same.
  const other = authority.authority('US-MA').credential(at)
  await shelf.keep(`${other}${lines.at(-2)}\n`)
  expect(shelf.several('order')).toHaveLength(1)
})

test('what no car keeps is not kept', async () => {
  const shelf = await Shelf.open(faultyDisk(), FOLDER)
  await expect(shelf.keep(authority.rootSignatory.credential(at))).rejects.toThrow(RangeError)
  await expect(shelf.keep('nothing')).rejects.toThrow(RangeError)
})
