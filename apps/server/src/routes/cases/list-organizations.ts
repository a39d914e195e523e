import { organizations } from '@keyturn/store/queries/cases/organizations.ts'
import { ok } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

export const listOrganizationsRoute = route('list-organizations', async ({ query, now, services: { pool } }) =>
  ok({ organizations: [...(await organizations(pool, now, query))] }),
)
