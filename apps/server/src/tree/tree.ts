/** The one log over everything received: leaves are appended in batches, apart from the taking in of uploads. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { DeviceId } from '@keyturn/domain/units.ts'
import { toBase64, utf8 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import {
  appendLeaf,
  type Tree as Growing,
  leafHash,
  type NodeId,
  rootOf,
  type TreeNode,
} from '@keyturn/evidence/merkle.ts'
import { inclusionPlan, proofFrom } from '@keyturn/evidence/merkle-proof.ts'
import { parseReceipt, receiptText } from '@keyturn/evidence/receipt.ts'
import { signTreeHead } from '@keyturn/evidence/tree-checkpoint.ts'
import { type Pool, type Queryable, transaction } from '@keyturn/store/pool.ts'
import {
  alreadyLeaves,
  findLeaf,
  growTree,
  lockTree,
  type NewLeaf,
  newestCheckpoint,
  noteLogged,
  type StoredLeaf,
  treeNodes,
  type Unlogged,
  unlogged,
} from '@keyturn/store/queries/tree.ts'
import type { Clock } from '../clock.ts'
import type { ServerSigners } from '../services.ts'

export type Proved = StoredLeaf & {
  readonly size: number
  readonly checkpoint: string
  readonly path: readonly string[]
}

export type Tree = {
  /** Appends a leaf for every upload that has none. Answers how many were added and how large the tree is now. */
  readonly grow: () => Promise<{ readonly added: number; readonly size: number }>
  /** The newest checkpoint. Of the empty tree, if nothing has been received yet. */
  readonly checkpoint: () => Promise<string>
  /** Undefined when the record is not held. The tree is grown first, so whatever is receipted can be proved. */
  readonly prove: (device: DeviceId, seq: number) => Promise<Proved | undefined>
}

const BATCH_MAX = 2_000

type Parts = { readonly pool: Pool; readonly keys: ServerSigners; readonly clock: Clock }

export function treeWith(parts: Parts): Tree {
  const { pool, keys } = parts
  const grow = async () => {
    let added = 0
    for (;;) {
      const step = await growOnce(parts)
      added += step.added
      if (step.seen < BATCH_MAX) return { added, size: step.size }
    }
  }
  return {
    grow,
    checkpoint: async () => {
      const newest = await newestCheckpoint(pool)
      return newest?.note ?? signed({ size: 0, peaks: [] }, keys)
    },
    prove: async (device, seq) => {
      await grow()
      const leaf = await findLeaf(pool, device, seq)
      const newest = await newestCheckpoint(pool)
      if (leaf === undefined || newest === undefined) return undefined
      const plan = inclusionPlan(leaf.leaf, newest.size)
      const nodes = await nodesByPlace(pool, plan.flat())
      const path = runSync(proofFrom(plan, nodes), nodeCrypto)
      return { ...leaf, size: newest.size, checkpoint: newest.note, path: path.map(toBase64) }
    },
  }
}

async function growOnce({ pool, keys, clock }: Parts): Promise<{ seen: number; added: number; size: number }> {
  const waiting = await unlogged(pool, BATCH_MAX)
  if (waiting.length === 0) return { seen: 0, added: 0, size: (await newestCheckpoint(pool))?.size ?? 0 }
  const grown = await transaction(pool, async (client) => {
    const size = await lockTree(client)
    const there = await alreadyLeaves(client, waiting)
    const fresh = waiting.filter(({ device, lastSeq }) => !there.has(`${device} ${lastSeq}`))
    if (fresh.length === 0) return { added: 0, size }
    const next = append(await readTree(client, size), fresh)
    await growTree(client, { ...next, size: next.tree.size, note: signed(next.tree, keys), at: clock.now() })
    return { added: fresh.length, size: next.tree.size }
  })
  await note(pool, waiting)
  return { seen: waiting.length, ...grown }
}

/** Notes the last of each device: whatever came before it in the same list is noted with it. */
async function note(pool: Pool, logged: readonly Unlogged[]): Promise<void> {
  const newest = new Map(logged.map(({ device, lastSeq }) => [device, lastSeq] as const))
  const client = await pool.connect()
  try {
    // Losing such a note in a crash only means looking at the upload once more.
    await client.query('set synchronous_commit = off')
    for (const [device, seq] of newest) await noteLogged(client, device, seq)
    await client.query('reset synchronous_commit')
  } catch (error) {
    // Not given back: whoever used it next might commit without waiting.
    client.release(true)
    throw error
  }
  client.release()
}

function append(tree: Growing, uploads: readonly Unlogged[]) {
  const leaves: NewLeaf[] = []
  const nodes: TreeNode[] = []
  let growing = tree
  for (const upload of uploads) {
    const content = utf8(leafText(upload))
    leaves.push({ ...upload, leaf: growing.size, content })
    const grown = runSync(appendLeaf(growing, runSync(leafHash(content), nodeCrypto)), nodeCrypto)
    nodes.push(...grown.nodes)
    growing = grown.tree
  }
  return { leaves, nodes, tree: growing }
}

/** The signed lines of the receipt are the leaf. */
function leafText({ receipt, device, lastSeq }: Unlogged): string {
  const read = parseReceipt(utf8(receipt))
  if (read.kind === 'malformed')
    throw new Error(`the receipt of ${device} ${lastSeq} is damaged: ${read.where} ${read.what}`)
  return receiptText(read.value)
}

/** The complete subtrees of a tree of this size, one for each bit, largest first. */
async function readTree(db: Queryable, size: number): Promise<Growing> {
  const ids: NodeId[] = []
  let at = 0
  for (let level = 52; level >= 0; level--) {
    const span = 2 ** level
    if (Math.floor(size / span) % 2 === 0) continue
    ids.push({ level, index: at / span })
    at += span
  }
  const nodeOf = await nodesByPlace(db, ids)
  const peaks = ids.map((id) => {
    const hash = nodeOf(id)
    if (hash === undefined) throw new Error(`the tree of ${size} leaves lacks its node ${id.level}/${id.index}`)
    return hash
  })
  return { size, peaks }
}

async function nodesByPlace(db: Queryable, ids: readonly NodeId[]): Promise<(id: NodeId) => Uint8Array | undefined> {
  const found = new Map((await treeNodes(db, ids)).map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  return ({ level, index }) => found.get(`${level}/${index}`)
}

const signed = (tree: Growing, keys: ServerSigners): string =>
  signTreeHead({ origin: keys.tree.key.name, size: tree.size, root: runSync(rootOf(tree), nodeCrypto) }, keys.tree)
