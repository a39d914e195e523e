import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { readWays } from '../../data/session.ts'

/** The way in through an agency’s own accounts, where the server offers one. */
export function AgencyWay(): ReactNode {
  const ways = useQuery({ queryKey: ['sign-in-ways'], queryFn: ({ signal }) => readWays(signal) })
  if (ways.data === undefined || ways.data.agency === null) return null
  return (
    <div>
      <Button component="a" href="/auth/agency" variant="outline">
        Sign in with {ways.data.agency}
      </Button>
    </div>
  )
}
