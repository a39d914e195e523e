/** The Merkle tree of RFC 6962 section 2.1, growing leaf by leaf. `docs/formats/checkpoint.md`. */
import { concat } from './bytes.ts'
import { type Proof, sha256 } from './crypto.ts'

/**
 * A tree as far as it is needed to grow: the roots of its complete subtrees, largest first, one for each bit of the
 * size. A hash is 32 bytes.
 */
export type Tree = { readonly size: number; readonly peaks: readonly Uint8Array[] }

export const EMPTY_TREE: Tree = { size: 0, peaks: [] }

/** A complete subtree of 2^level leaves; `index` counts from the left. Level 0 are the leaf hashes. */
export type NodeId = { readonly level: number; readonly index: number }
export type TreeNode = NodeId & { readonly hash: Uint8Array }

/** The hash of a leaf's data. */
export const leafHash = (data: Uint8Array): Proof<Uint8Array> => sha256(concat(Uint8Array.of(0), data))

/** The hash of two subtrees side by side. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Proof<Uint8Array> =>
  sha256(concat(Uint8Array.of(1), left, right))

/** The grown tree and the nodes that became complete, the leaf first. Keep them: proofs are made of them. */
export type Grown = { readonly tree: Tree; readonly nodes: readonly TreeNode[] }

/** Adds one leaf, given its hash. Two hashes on average, 53 at most. */
export function* appendLeaf(tree: Tree, leaf: Uint8Array): Proof<Grown> {
  const peaks = [...tree.peaks]
  const nodes: TreeNode[] = [{ level: 0, index: tree.size, hash: leaf }]
  let hash = leaf
  let level = 0
  // As in adding one to a binary number: each complete subtree of the same size is carried into one of twice the size.
  for (let n = tree.size; n % 2 === 1; n = Math.floor(n / 2)) {
    const left = peaks.pop()
    if (left === undefined) throw new RangeError(`a tree of ${tree.size} leaves has more peaks than it was given`)
    hash = yield* nodeHash(left, hash)
    level += 1
    nodes.push({ level, index: Math.floor(tree.size / 2 ** level), hash })
  }
  return { tree: { size: tree.size + 1, peaks: [...peaks, hash] }, nodes }
}

/** The root hash. Of the empty tree: SHA-256 of nothing. */
export function* rootOf(tree: Tree): Proof<Uint8Array> {
  const [last, ...left] = tree.peaks.toReversed()
  if (last === undefined) return yield* sha256(new Uint8Array())
  let root = last
  for (const peak of left) root = yield* nodeHash(peak, root)
  return root
}
