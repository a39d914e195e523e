import { Progress } from '@mantine/core'
import type { ReactNode } from 'react'
import style from './Waiting.module.css'

type Props = {
  /** What is being waited for, in words: "the page". */
  readonly for: string
  /** Part done, 0 to 100, where it is known. */
  readonly percent?: number
}

/** Anything that may take more than a second shows this. Its text is announced; the bar says it goes on. */
export function Waiting({ for: what, percent }: Props): ReactNode {
  const words = percent === undefined ? `Loading ${what} …` : `Loading ${what}: ${Math.round(percent)} %`
  return (
    <div className={style['waiting']} role="status">
      <p>{words}</p>
      <Progress value={percent ?? 100} animated={percent === undefined} aria-label={words} />
    </div>
  )
}
