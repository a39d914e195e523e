import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { pinAnew, type Root } from '../../relief/root.ts'
import { shelfQuery } from '../../relief/shelf.ts'
import { Panel } from '../../ui/Panel.tsx'
import style from './Orders.module.css'

/** By which key this browser checks; loud only where a server names another one than before. */
export function RootPanel({ root }: { readonly root: Root | null }): ReactNode {
  const queries = useQueryClient()
  if (root === null)
    return (
      <Panel tone="watch" title="Nothing can be checked here yet" role="status">
        <p>
          This server names no authority’s root key, so this browser cannot check signatures. A car that has its own
          root key still can.
        </p>
      </Panel>
    )
  const { key, told } = root
  if (told === null) return null
  return (
    <Panel tone="urgent" title="The server names another root key than before" role="alert">
      <p>
        Everything below is still checked by the key this browser has seen first. Compare both with what the authority
        has printed; take the new one only if it stands there.
      </p>
      <dl className={style['keys']}>
        <dt>Known here</dt>
        <dd>{key}</dd>
        <dt>Named now</dt>
        <dd>{told}</dd>
      </dl>
      <div>
        <Button
          variant="default"
          onClick={() => {
            pinAnew(told)
            void queries.invalidateQueries({ queryKey: shelfQuery.queryKey })
          }}
        >
          I have compared it: take the new key
        </Button>
      </div>
    </Panel>
  )
}
