/** Asks for a passphrase at a terminal without showing what is typed. */
import type { ReadStream } from 'node:tty'
import { badInput } from './exit.ts'

const ENTER = /[\r\n]/
const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const DELETE = new Set(['\u007f', '\b'])

/** The way to ask; null where nobody sits at a keyboard. */
export function secretAsker(
  input: ReadStream,
  write: (text: string) => void,
): ((question: string) => Promise<string>) | null {
  if (!input.isTTY) return null
  return (question) =>
    new Promise((resolve, reject) => {
      let typed = ''
      const end = (): void => {
        input.off('data', hear).setRawMode(false)
        input.pause()
        write('\n')
      }
      const hear = (data: Buffer): void => {
        for (const sign of data.toString('utf8')) {
          if (sign === CTRL_C || sign === CTRL_D) {
            end()
            return reject(badInput('nothing was typed; nothing was done.'))
          }
          if (ENTER.test(sign)) {
            end()
            return resolve(typed)
          }
          typed = DELETE.has(sign) ? [...typed].slice(0, -1).join('') : typed + sign
        }
      }
      write(question)
      input.setRawMode(true).resume().on('data', hear)
    })
}
