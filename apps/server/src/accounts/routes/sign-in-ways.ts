import { ok } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

export const signInWaysRoute = route('sign-in-ways', async ({ services: { site } }) =>
  ok({ agency: site.agency, demo: site.demoAccounts.length > 0 }),
)
