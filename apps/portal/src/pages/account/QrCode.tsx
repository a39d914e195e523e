import type { ReactNode } from 'react'
import { encode } from 'uqr'
import style from './Account.module.css'

type Props = { readonly text: string; readonly label: string }

/** Light modules around the code, without which cameras do not find it. */
const QUIET = 4

/** A QR code as a drawing: one path, nothing from outside. */
export function QrCode({ text, label }: Props): ReactNode {
  const { data, size } = encode(text, { border: QUIET })
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <div className={style['code']}>
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
        <path d={dark.join('')} fill="#000000" />
      </svg>
    </div>
  )
}
