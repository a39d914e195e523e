/** The tables of the one log over everything received. */
import { type DeviceId, type Instant, iso } from '@keyturn/domain/units.ts'
import type { NodeId, TreeNode } from '@keyturn/evidence/merkle.ts'
import type pg from 'pg'
import type { Queryable } from '../pool.ts'

/** An accepted upload that has no leaf yet. */
export type Unlogged = { readonly device: DeviceId; readonly lastSeq: number; readonly receipt: string }

// By place within a device, never by `received_at`: the clocks of two servers may differ, and a later upload of a
// device in the batch before an earlier one would be noted as its last, so that the earlier one never got a leaf.
const UNLOGGED = `select u.device_id, u.last_seq, u.receipt
  from keyturn.heads h join keyturn.uploads u on u.device_id = h.device_id and u.last_seq > h.logged_seq
  where h.logged_seq < h.last_seq
  order by u.device_id, u.last_seq limit $1`

/** Accepted uploads without a leaf, up to `limit`: device by device, those of one device from its first on. */
export async function unlogged(db: Queryable, limit: number): Promise<readonly Unlogged[]> {
  const { rows } = await db.query<{ device_id: DeviceId; last_seq: number; receipt: string }>({
    name: 'unlogged',
    text: UNLOGGED,
    values: [limit],
  })
  return rows.map((row) => ({ device: row.device_id, lastSeq: row.last_seq, receipt: row.receipt }))
}

/** The size of the tree, locked until the transaction ends: one appends at a time. */
export async function lockTree(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ size: number }>('select size from keyturn.tree where only_row = 1 for update')
  const [row] = rows
  if (row === undefined) throw new Error('the tree has no size: keyturn.tree is empty')
  return row.size
}

/** Nodes by place; those that are not there are left out. */
export async function treeNodes(db: Queryable, ids: readonly NodeId[]): Promise<readonly TreeNode[]> {
  const { rows } = await db.query<{ level: number; node: number; hash: Buffer }>({
    name: 'tree-nodes',
    text: `select n.level, n.node, n.hash from unnest($1::smallint[], $2::bigint[]) as wanted (level, node)
      join keyturn.tree_nodes n on n.level = wanted.level and n.node = wanted.node`,
    values: [ids.map(({ level }) => level), ids.map(({ index }) => index)],
  })
  return rows.map((row) => ({ level: row.level, index: row.node, hash: row.hash }))
}

export type NewLeaf = Unlogged & { readonly leaf: number; readonly content: Uint8Array }

/** Which of these uploads have a leaf already: a crash may have come between the leaf and the note of it. */
export async function alreadyLeaves(db: Queryable, uploads: readonly Unlogged[]): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ device_id: string; last_seq: number }>({
    name: 'already-leaves',
    text: `select l.device_id, l.last_seq from unnest($1::text[], $2::bigint[]) as wanted (device_id, last_seq)
      join keyturn.leaves l on l.device_id = wanted.device_id and l.last_seq = wanted.last_seq`,
    values: [uploads.map(({ device }) => device), uploads.map(({ lastSeq }) => lastSeq)],
  })
  return new Set(rows.map((row) => `${row.device_id} ${row.last_seq}`))
}

/** Adds leaves, the nodes they complete, the grown size and its signed checkpoint. */
export async function growTree(
  client: pg.ClientBase,
  grown: {
    readonly leaves: readonly NewLeaf[]
    readonly nodes: readonly TreeNode[]
    readonly size: number
    readonly note: string
    readonly at: Instant
  },
): Promise<void> {
  const { leaves, nodes, size, note, at } = grown
  await client.query({
    name: 'add-leaves',
    text: `insert into keyturn.leaves (leaf, device_id, last_seq, content)
      select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bytea[])`,
    values: [
      leaves.map(({ leaf }) => leaf),
      leaves.map(({ device }) => device),
      leaves.map(({ lastSeq }) => lastSeq),
      leaves.map(({ content }) => content),
    ],
  })
  await client.query({
    name: 'add-nodes',
    text: 'insert into keyturn.tree_nodes (level, node, hash) select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])',
    values: [nodes.map(({ level }) => level), nodes.map(({ index }) => index), nodes.map(({ hash }) => hash)],
  })
  await client.query('insert into keyturn.checkpoints (size, note, signed_at) values ($1, $2, $3)', [
    size,
    note,
    iso(at),
  ])
  await client.query('update keyturn.tree set size = $1 where only_row = 1', [size])
}

const NOTED = 'update keyturn.heads set logged_seq = $2 where device_id = $1 and logged_seq < $2'

/** Notes that a device's uploads up to `seq` have their leaves. */
export async function noteLogged(db: Queryable, device: DeviceId, seq: number): Promise<void> {
  await db.query({ name: 'note-logged', text: NOTED, values: [device, seq] })
}

export type StoredCheckpoint = { readonly size: number; readonly note: string }

/** The newest checkpoint; undefined before the first. */
export async function newestCheckpoint(db: Queryable): Promise<StoredCheckpoint | undefined> {
  const { rows } = await db.query<StoredCheckpoint>({
    name: 'newest-checkpoint',
    text: 'select size, note from keyturn.checkpoints order by size desc limit 1',
  })
  return rows[0]
}

export type StoredLeaf = { readonly leaf: number; readonly lastSeq: number; readonly content: string }

/** The leaf of the upload that holds a record; undefined when it has none yet. */
export async function findLeaf(db: Queryable, device: DeviceId, seq: number): Promise<StoredLeaf | undefined> {
  const { rows } = await db.query<{ leaf: number; last_seq: number; content: Buffer }>({
    name: 'find-leaf',
    text: `select leaf, last_seq, content from keyturn.leaves where device_id = $1 and last_seq >= $2 order by last_seq limit 1`,
    values: [device, seq],
  })
  const [row] = rows
  return row === undefined
    ? undefined
    : { leaf: row.leaf, lastSeq: row.last_seq, content: row.content.toString('utf8') }
}
