/** For tests: the real unit as a process of its own. */
import path from 'node:path'
import {
  buildProgram,
  type Child,
  type Program,
  type StartedChild,
  startProgram,
  textIn,
} from '@keyturn/local/testing/child-program.ts'

export type UnitProgram = Program

/** Builds the unit into a temporary folder. */
export const buildUnit = (): Promise<UnitProgram> => buildProgram(path.join(import.meta.dirname, 'main.ts'))

type Told = { readonly url: string; readonly publicKey: string }
export type Running = Child & Told
export type Started = StartedChild<Told>

/** Starts the unit. `ready` rejects with what it wrote when it ends before it is ready. */
export const startProcess = (program: UnitProgram, environment: { readonly [name: string]: string }): Started =>
  startProgram(program, environment, (told) => ({ url: textIn(told, 'url'), publicKey: textIn(told, 'publicKey') }))

/** Asks the link. Undefined when the unit is gone. */
export async function ask(url: string, way: string, body?: object): Promise<Response | undefined> {
  try {
    return await fetch(`${url}/link/${way}`, {
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
  } catch {
    return undefined
  }
}
