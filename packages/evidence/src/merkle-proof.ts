/**
 * Proofs over the tree of RFC 6962: that a leaf is in it (2.1.1), and that a tree only grew (2.1.2).
 * Making one is planned first, so that a store can fetch the nodes it needs in one query.
 */
import { equalBytes } from './bytes.ts'
import { type Proof, sha256 } from './crypto.ts'
import { type NodeId, nodeHash } from './merkle.ts'

/** For each hash of a proof, the complete subtrees it is made of, left to right. */
export type ProofPlan = readonly (readonly NodeId[])[]

/** The nodes that prove leaf `index` (from 0) in the tree of `size`. @throws RangeError unless 0 <= index < size. */
export function inclusionPlan(index: number, size: number): ProofPlan {
  if (!isSize(size) || !isSize(index) || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`)
  const plan: NodeId[][] = []
  let low = 0
  let high = size
  while (high - low > 1) {
    const middle = low + split(high - low)
    plan.push(index < middle ? subtrees(middle, high) : subtrees(low, middle))
    if (index < middle) high = middle
    else low = middle
  }
  return plan.reverse()
}

/**
 * The nodes that prove that the tree of `second` leaves begins with that of `first`.
 *
 * @throws RangeError unless first <= second
 */
export function consistencyPlan(first: number, second: number): ProofPlan {
  if (!isSize(first) || !isSize(second) || first > second)
    throw new RangeError(`no tree grows from ${first} to ${second}`)
  if (first === 0) return []
  const plan: NodeId[][] = []
  let low = 0
  let high = second
  // Whether the first tree's own root is the subtree arrived at: its reader has that already.
  let known = true
  while (first < high) {
    const middle = low + split(high - low)
    if (first <= middle) {
      plan.push(subtrees(middle, high))
      high = middle
    } else {
      plan.push(subtrees(low, middle))
      low = middle
      known = false
    }
  }
  if (!known) plan.push(subtrees(low, high))
  return plan.reverse()
}

/** Makes the proof from stored nodes. @throws RangeError when the store lacks one of the plan. */
export function* proofFrom(plan: ProofPlan, nodeOf: (id: NodeId) => Uint8Array | undefined): Proof<Uint8Array[]> {
  const proof: Uint8Array[] = []
  for (const parts of plan) {
    let hash: Uint8Array | undefined
    for (const id of parts.toReversed()) {
      const node = nodeOf(id)
      if (node === undefined) throw new RangeError(`the tree's node ${id.level}/${id.index} is missing`)
      hash = hash === undefined ? node : yield* nodeHash(node, hash)
    }
    if (hash !== undefined) proof.push(hash)
  }
  return proof
}

export type Inclusion = {
  readonly index: number
  readonly size: number
  readonly leaf: Uint8Array
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether the proof shows the leaf hash at its index under the root. False for sizes and lengths that cannot be. */
export function* verifyInclusion({ index, size, leaf, root, proof }: Inclusion): Proof<boolean> {
  if (!isSize(size) || !isSize(index) || index >= size) return false
  const turns = turnsTo(index, size)
  if (proof.length !== turns.length) return false
  let hash = leaf
  for (const [i, beside] of proof.entries()) {
    hash = turns.at(-1 - i) === 'left' ? yield* nodeHash(hash, beside) : yield* nodeHash(beside, hash)
  }
  return equalBytes(hash, root)
}

export type Consistency = {
  readonly first: number
  readonly second: number
  readonly firstRoot: Uint8Array
  readonly secondRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether the proof shows that the first tree is the beginning of the second. */
export function* verifyConsistency({ first, second, firstRoot, secondRoot, proof }: Consistency): Proof<boolean> {
  if (!isSize(first) || !isSize(second) || first > second) return false
  if (first === second) return proof.length === 0 && equalBytes(firstRoot, secondRoot)
  if (first === 0) return proof.length === 0 && equalBytes(firstRoot, yield* sha256(new Uint8Array()))
  const turns = turnsTo(first - 1, second, first)
  // Turning right anywhere means that the first root is not a subtree of the second, and the proof carries
  // its last part.
  const carried = turns.includes('right')
  if (proof.length !== turns.length + (carried ? 1 : 0)) return false
  let old = (carried ? proof[0] : firstRoot) ?? firstRoot
  let grown = old
  for (const [i, beside] of proof.slice(carried ? 1 : 0).entries()) {
    if (turns.at(-1 - i) === 'left') {
      grown = yield* nodeHash(grown, beside)
    } else {
      old = yield* nodeHash(beside, old)
      grown = yield* nodeHash(beside, grown)
    }
  }
  return equalBytes(old, firstRoot) && equalBytes(grown, secondRoot)
}

/** From the root down: on which side the leaf lies, until one leaf is left, or until the subtree ends at `end`. */
function turnsTo(index: number, size: number, end?: number): ('left' | 'right')[] {
  const turns: ('left' | 'right')[] = []
  let low = 0
  let high = size
  while (high - low > 1 && high !== end) {
    const middle = low + split(high - low)
    turns.push(index < middle ? 'left' : 'right')
    if (index < middle) high = middle
    else low = middle
  }
  return turns
}

/** The largest power of two below `n`: where a tree of n leaves, 2 or more, is divided. */
function split(n: number): number {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}

/** The complete subtrees that the leaves from `low` up to `high` consist of, left to right. */
function subtrees(low: number, high: number): NodeId[] {
  const ids: NodeId[] = []
  for (let at = low; at < high; ) {
    let level = 0
    while (2 ** (level + 1) <= high - at) level += 1
    ids.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return ids
}

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0
