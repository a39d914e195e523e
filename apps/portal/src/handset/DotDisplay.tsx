import { type ReactNode, useMemo } from 'react'
import style from './DotDisplay.module.css'
import { dotsOf } from './glyphs.ts'

const LETTERS = 20
/** One letter takes 5 dots and a gap across, 8 and a gap down; a dot is 0.82 of its place. */
const ACROSS = 6
const DOWN = 10
const DOT = 0.82
const WIDTH = LETTERS * ACROSS - 1 + (1 - DOT)
const HEIGHT = 2 * DOWN - 2 + (1 - DOT)

/** The two-line display as dots. Decoration for the eye; the same words stand beside it for everybody else. */
export function DotDisplay({ lines }: { readonly lines: readonly [string, string] }): ReactNode {
  const [first, second] = lines
  const lit = useMemo(() => pathOf(first, 0) + pathOf(second, 1), [first, second])
  return (
    <svg className={style['display']} viewBox={`-2 -2.4 ${WIDTH + 4} ${HEIGHT + 4.8}`} aria-hidden="true">
      <path className={style['unlit']} d={EVERY_DOT} />
      <path className={style['lit']} d={lit} />
    </svg>
  )
}

const square = (x: number, y: number): string => `M${x} ${y}h${DOT}v${DOT}h-${DOT}z`

function pathOf(text: string, line: number): string {
  let path = ''
  for (let at = 0; at < Math.min(text.length, LETTERS); at++) {
    for (const [column, row] of dotsOf(text.charAt(at))) path += square(at * ACROSS + column, line * DOWN + row)
  }
  return path
}

const EVERY_DOT = Array.from({ length: LETTERS * 2 }, (_, cell) => {
  const [x, y] = [(cell % LETTERS) * ACROSS, Math.floor(cell / LETTERS) * DOWN]
  return Array.from({ length: 40 }, (_, dot) => square(x + (dot % 5), y + Math.floor(dot / 5))).join('')
}).join('')
