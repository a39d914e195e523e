import { utf8 } from '@keyturn/evidence/bytes.ts'
import type { ReactNode } from 'react'
import { QrCode } from '../account/QrCode.tsx'
import style from './Orders.module.css'

/** The most that one code holds so that cameras of phones still read it from a screen, in bytes. */
export const CODE_BYTES_MAX = 2_900

/** The file as a QR code: the very bytes that a car accepts. */
export function FileCode({ file, label }: { readonly file: string; readonly label: string }): ReactNode {
  const bytes = utf8(file).length
  if (bytes > CODE_BYTES_MAX)
    return (
      <p role="status">
        This file has {bytes} bytes; one code holds {CODE_BYTES_MAX}. Save the file or copy its text instead.
      </p>
    )
  return (
    <div className={style['code']}>
      <QrCode text={file} label={label} />
      <p>
        {bytes} bytes, in one code. Turn the screen bright, hold the camera still and close enough that the code fills
        the picture.
      </p>
    </div>
  )
}
