import { ok } from '../kernel/answer.ts'
import { route } from '../kernel/route.ts'

export const getCheckpointRoute = route('get-checkpoint', async ({ services: { tree } }) => ok(await tree.checkpoint()))
