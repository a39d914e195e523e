import { utf8 } from '@keyturn/evidence/bytes.ts'
import { Button } from '@mantine/core'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Waiting } from '../../ui/Waiting.tsx'
import { CarryTo } from './CarryTo.tsx'
import style from './Orders.module.css'

/** The drawing of codes is fetched when somebody wants to see one. */
const FileCode = lazy(async () => ({ default: (await import('./FileCode.tsx')).FileCode }))

type Props = {
  readonly id: string
  readonly file: string
  readonly open: boolean
  /** The device whose car it is for, where that is known. */
  readonly device?: string
  /** What the button calls it. Default: order. */
  readonly what?: 'order' | 'file'
}

/** What can be done with an order's file: carry it to a car, show it as a code, keep it, copy it. */
export function FileActions({ id, file, open, device, what: called = 'order' }: Props): ReactNode {
  const [shown, setShown] = useState<'nothing' | 'car' | 'code'>(open ? 'car' : 'nothing')
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no')
  const toggle = (what: 'car' | 'code') => setShown(shown === what ? 'nothing' : what)
  return (
    <div className={style['actions']}>
      <div className={style['buttons']}>
        <Button aria-expanded={shown === 'car'} onClick={() => toggle('car')}>
          {called === 'order' ? 'Carry this order to my car' : 'Carry it to a car'}
        </Button>
        <Button variant="default" aria-expanded={shown === 'code'} onClick={() => toggle('code')}>
          Show as a code
        </Button>
        <Button
          variant="default"
          component="a"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}
          download={`${id}.txt`}
        >
          Save the file
        </Button>
        <Button
          variant="default"
          onClick={() => {
            copyText(file).then(
              () => setCopied('yes'),
              () => setCopied('failed'),
            )
          }}
        >
          Copy the text
        </Button>
      </div>
      {copied === 'no' ? null : (
        <p role="status">
          {copied === 'yes'
            ? `Copied: ${utf8(file).length} characters of text.`
            : 'This browser does not let the page copy. Save the file instead.'}
        </p>
      )}
      {shown === 'car' ? <CarryTo file={file} {...(device === undefined ? {} : { device })} /> : null}
      {shown === 'code' ? (
        <Suspense fallback={<Waiting for="the code" />}>
          <FileCode file={file} label={`Code of order ${id}`} />
        </Suspense>
      ) : null}
    </div>
  )
}

/** Browsers lend the clipboard at secure addresses only, whatever the types say. */
async function copyText(text: string): Promise<void> {
  if (!('clipboard' in navigator)) throw new TypeError('there is no clipboard here')
  await navigator.clipboard.writeText(text)
}
