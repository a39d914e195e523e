/** The live state of the car: pushed over a WebSocket, which is opened again for as long as the page is open. */
import { useEffect, useState } from 'react'
import { afterSpan } from '../../data/clock.ts'
import { type LinkState, readLinkState } from './link-state.ts'

export type Link =
  | { readonly is: 'opening' }
  | { readonly is: 'live'; readonly state: LinkState }
  /** The unit's process is away; the last state stays in sight. */
  | { readonly is: 'silent'; readonly state: LinkState | null }
  /** The unit speaks, and this page does not understand it. */
  | { readonly is: 'garbled'; readonly cause: unknown }

const TRY_AGAIN_MS = 1_000

export function useLink(): Link {
  const [link, setLink] = useState<Link>({ is: 'opening' })
  useEffect(() => {
    let closed = false
    let cancel = () => {}
    let socket: WebSocket | undefined

    const open = () => {
      socket = new WebSocket(liveAddress())
      socket.onmessage = ({ data }: MessageEvent<string>) => {
        try {
          setLink({ is: 'live', state: readLinkState(JSON.parse(data)) })
        } catch (cause) {
          setLink({ is: 'garbled', cause })
        }
      }
      socket.onclose = () => {
        if (closed) return
        setLink((before) => (before.is === 'garbled' ? before : { is: 'silent', state: stateOf(before) }))
        cancel = afterSpan(TRY_AGAIN_MS, open)
      }
    }

    open()
    return () => {
      closed = true
      cancel()
      socket?.close()
    }
  }, [])
  return link
}

export const stateOf = (link: Link): LinkState | null =>
  link.is === 'live' || link.is === 'silent' ? link.state : null

function liveAddress(): string {
  const address = new URL('/link/live', window.location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return address.href
}
