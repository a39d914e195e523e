/** The live side of the link: the whole state over a WebSocket, at every change and at least four times a second. */
import type { FastifyInstance } from 'fastify'
import type { LinkParts } from './link.ts'
import { linkState } from './state.ts'

/** Changes closer together than this are told together. */
const GATHER_MS = 20
/** While something counts down or moves, a page wants to see it. */
const BEAT_MS = 250
/** A listener that has this many bytes unread is skipped until it has caught up. */
const UNREAD_BYTES_MAX = 262_144

export async function livePush(app: FastifyInstance, parts: LinkParts): Promise<void> {
  app.get('/link/live', { websocket: true }, (socket) => {
    let gathering: (() => void) | undefined
    const send = () => {
      gathering = undefined
      if (socket.readyState !== socket.OPEN || socket.bufferedAmount > UNREAD_BYTES_MAX) return
      socket.send(JSON.stringify(linkState(parts)))
    }
    const soon = () => {
      gathering ??= parts.clock.later(GATHER_MS, send)
    }
    const ignore = parts.onChange(soon)
    const quiet = parts.clock.every(BEAT_MS, soon)
    socket.on('close', () => {
      ignore()
      quiet()
      gathering?.()
    })
    // A listener that breaks off is no failure of the unit; its close event follows.
    socket.on('error', () => socket.terminate())
    send()
  })
}
