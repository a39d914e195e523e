import { encodeKey } from '@keyturn/evidence/note.ts'
import { ok } from '../kernel/answer.ts'
import { route } from '../kernel/route.ts'

export const getKeysRoute = route('get-keys', async ({ services: { keys, rootKey } }) =>
  ok({
    name: keys.name,
    receiptKey: encodeKey(keys.receipt.key),
    treeKey: encodeKey(keys.tree.key),
    rootKey: rootKey ?? null,
  }),
)
