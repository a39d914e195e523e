import { readFileSync } from 'node:fs'
import path from 'node:path'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { merkleVectors } from '../vectors/proofs.ts'
import { fromHex, toHex, utf8 } from './bytes.ts'
import { type Proof, runSync } from './crypto.ts'
import { appendLeaf, EMPTY_TREE, leafHash, type NodeId, nodeHash, rootOf, type Tree } from './merkle.ts'
import { consistencyPlan, inclusionPlan, proofFrom, verifyConsistency, verifyInclusion } from './merkle-proof.ts'

const run = <T>(proof: Proof<T>): T => runSync(proof, nodeCrypto)
const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array()

// The file is checked against its maker elsewhere, so it has the maker's shape.
const published = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../../conformance/vectors/merkle/rfc6962.json'), 'utf8'),
) as typeof merkleVectors

/** A tree with every node it ever completed, as a store keeps them. */
function grow(leaves: readonly Uint8Array[]) {
  const nodes = new Map<string, Uint8Array>()
  const trees: Tree[] = [EMPTY_TREE]
  const hashes = leaves.map((leaf) => run(leafHash(leaf)))
  for (const hash of hashes) {
    const grown = run(appendLeaf(trees.at(-1) ?? EMPTY_TREE, hash))
    for (const node of grown.nodes) nodes.set(`${node.level}/${node.index}`, node.hash)
    trees.push(grown.tree)
  }
  const roots = trees.map((tree) => run(rootOf(tree)))
  const nodeOf = ({ level, index }: NodeId) => nodes.get(`${level}/${index}`)
  return { trees, roots, hashes, nodeOf }
}

/** RFC 6962 section 2.1 word for word, as slow as it is plain: the model that the tree is compared with. */
function naiveRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes
  if (only === undefined) return nodeCrypto.sha256(new Uint8Array())
  if (hashes.length === 1) return only
  let k = 1
  while (k * 2 < hashes.length) k *= 2
  return run(nodeHash(naiveRoot(hashes.slice(0, k)), naiveRoot(hashes.slice(k))))
}

const many = grow(Array.from({ length: 40 }, (_, i) => utf8(`leaf ${i}`)))

describe('against the published values', () => {
  const tree = grow(published.leaves.map(bytes))

  test('the root of each size is the published one', () => {
    expect(tree.roots.map(toHex)).toEqual([published.emptyRoot, ...published.roots])
  })

  test.each(published.inclusion)(
    'leaf $index of $size has the published proof, and it holds',
    ({ index, size, proof }) => {
      const made = run(proofFrom(inclusionPlan(index, size), tree.nodeOf))
      expect(made.map(toHex)).toEqual(proof)
      const [leaf, root] = [tree.hashes[index]!, tree.roots[size]!]
      expect(run(verifyInclusion({ index, size, leaf, root, proof: proof.map(bytes) }))).toBe(true)
    },
  )

  test.each(published.consistency)(
    'growing from $first to $second has the published proof, and it holds',
    ({ first, second, proof }) => {
      const made = run(proofFrom(consistencyPlan(first, second), tree.nodeOf))
      expect(made.map(toHex)).toEqual(proof)
      const [firstRoot, secondRoot] = [tree.roots[first]!, tree.roots[second]!]
      expect(run(verifyConsistency({ first, second, firstRoot, secondRoot, proof: proof.map(bytes) }))).toBe(true)
    },
  )
})

describe('every tree of up to 40 leaves', () => {
  test('has the root of the definition', () => {
    for (const [size, root] of many.roots.entries())
      expect(toHex(root)).toBe(toHex(naiveRoot(many.hashes.slice(0, size))))
  })

  test('proves every leaf, and no leaf at another index', () => {
    for (let size = 1; size <= 40; size++) {
      for (let index = 0; index < size; index++) {
        const proof = run(proofFrom(inclusionPlan(index, size), many.nodeOf))
        const [leaf, root] = [many.hashes[index]!, many.roots[size]!]
        expect(run(verifyInclusion({ index, size, leaf, root, proof }))).toBe(true)
        const other = (index + 1) % size
        expect(other !== index && run(verifyInclusion({ index: other, size, leaf, root, proof }))).toBe(false)
      }
    }
  })

  test('proves that it grew from every smaller tree', () => {
    for (let second = 0; second <= 40; second++) {
      for (let first = 0; first <= second; first++) {
        const proof = run(proofFrom(consistencyPlan(first, second), many.nodeOf))
        const [firstRoot, secondRoot] = [many.roots[first]!, many.roots[second]!]
        expect(run(verifyConsistency({ first, second, firstRoot, secondRoot, proof }))).toBe(true)
      }
    }
  })
})

const flipped = (hash: Uint8Array, bit: number): Uint8Array =>
  hash.map((byte, i) => (i === Math.floor(bit / 8) % hash.length ? byte ^ (1 << (bit % 8)) : byte))

test('a proof with one bit changed does not hold', () => {
  const drawn = fc.tuple(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), fc.nat())
  fc.assert(
    fc.property(drawn, ([size, a, b, bit]) => {
      const index = a % size
      const proof = run(proofFrom(inclusionPlan(index, size), many.nodeOf))
      const changed = proof.map((hash, i) => (i === b % proof.length ? flipped(hash, bit) : hash))
      const [leaf, root] = [many.hashes[index]!, many.roots[size]!]
      expect(run(verifyInclusion({ index, size, leaf, root, proof: changed }))).toBe(false)
      expect(run(verifyInclusion({ index, size, leaf: flipped(leaf, bit), root, proof }))).toBe(false)
      expect(run(verifyInclusion({ index, size, leaf, root: flipped(root, bit), proof }))).toBe(false)
      expect(run(verifyInclusion({ index, size, leaf, root, proof: [...proof, leaf] }))).toBe(false)
      expect(run(verifyInclusion({ index, size, leaf, root, proof: proof.slice(1) }))).toBe(false)
    }),
  )
})

test('a consistency proof with one bit changed does not hold', () => {
  const drawn = fc.tuple(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), fc.nat())
  fc.assert(
    fc.property(drawn, ([second, a, b, bit]) => {
      const first = 1 + (a % (second - 1))
      const proof = run(proofFrom(consistencyPlan(first, second), many.nodeOf))
      const changed = proof.map((hash, i) => (i === b % proof.length ? flipped(hash, bit) : hash))
      const [firstRoot, secondRoot] = [many.roots[first]!, many.roots[second]!]
      const holds = (given: object) => run(verifyConsistency({ first, second, firstRoot, secondRoot, proof, ...given }))
      expect(holds({ proof: changed })).toBe(false)
      expect(holds({ firstRoot: flipped(firstRoot, bit) })).toBe(false)
      expect(holds({ secondRoot: flipped(secondRoot, bit) })).toBe(false)
      expect(holds({ proof: proof.slice(1) })).toBe(false)
      expect(holds({ proof: [...proof, firstRoot] })).toBe(false)
    }),
  )
})

test('an inner node is not taken for a leaf', () => {
  const proof = run(proofFrom(inclusionPlan(0, 8), many.nodeOf))
  const inner = run(nodeHash(many.hashes[0]!, many.hashes[1]!))
  const root = many.roots[8]!
  expect(run(verifyInclusion({ index: 0, size: 8, leaf: inner, root, proof: proof.slice(1) }))).toBe(false)
  expect(run(verifyInclusion({ index: 0, size: 4, leaf: inner, root, proof: proof.slice(1) }))).toBe(true)
})

test('sizes that no tree has are refused, not computed', () => {
  const hash = many.hashes[0]!
  for (const [index, size] of [
    [0, 0],
    [1, 1],
    [-1, 4],
    [0.5, 4],
    [0, Number.NaN],
    [0, 2 ** 60],
  ] as const) {
    expect(run(verifyInclusion({ index, size, leaf: hash, root: hash, proof: [] }))).toBe(false)
    expect(() => inclusionPlan(index, size)).toThrow(RangeError)
  }
  for (const [first, second] of [
    [5, 4],
    [-1, 4],
    [0, Number.POSITIVE_INFINITY],
  ] as const) {
    expect(run(verifyConsistency({ first, second, firstRoot: hash, secondRoot: hash, proof: [] }))).toBe(false)
    expect(() => consistencyPlan(first, second)).toThrow(RangeError)
  }
})

test('plans for the largest trees stay short', () => {
  const plan = inclusionPlan(2 ** 52 + 12_345, 2 ** 53 - 1)
  expect(plan.length).toBeLessThanOrEqual(53)
  expect(plan.flat().length).toBeLessThanOrEqual(53 * 2)
  expect(plan.flat().every(({ index }) => Number.isSafeInteger(index))).toBe(true)
})

test('a store that lost a node cannot make a proof', () => {
  expect(() => run(proofFrom(inclusionPlan(3, 9), () => undefined))).toThrow('missing')
})
