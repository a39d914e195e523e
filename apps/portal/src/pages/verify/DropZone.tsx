import { type DragEvent, type ReactNode, useState } from 'react'
import style from './DropZone.module.css'

type Props = {
  readonly taken: string | null
  readonly take: (file: File) => Promise<void>
  readonly failed: (cause: unknown) => void
}

/** Takes a file that is dropped or chosen. The whole area is the label of a file input, so the keyboard works too. */
export function DropZone({ taken, take, failed }: Props): ReactNode {
  const [over, setOver] = useState(false)
  const accept = (files: FileList | null) => {
    const [file] = files ?? []
    if (file !== undefined) take(file).catch(failed)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    accept(event.dataTransfer.files)
  }
  return (
    <label
      className={style['zone']}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        type="file"
        onChange={(event) => {
          accept(event.currentTarget.files)
          // The same file may have changed on disk: choosing it again checks it again.
          event.currentTarget.value = ''
        }}
      />
      <svg viewBox="0 0 24 24" width="32" height="32" aria-hidden="true">
        <path d="M12 3v11m0 0 4-4m-4 4-4-4M4 15v4a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-4" />
      </svg>
      <strong>{taken === null ? 'Drop a log here, or choose a file' : `Checked: ${taken}`}</strong>
      <span>
        {taken === null ? 'A file that a car or a server gave out, such as KT-MA-0001.log' : 'Drop or choose another'}
      </span>
    </label>
  )
}
