/** For tests: the real bench as a process of its own. */
import path from 'node:path'
import {
  buildProgram,
  type Child,
  type Program,
  type StartedChild,
  startProgram,
  textIn,
} from '@keyturn/local/testing/child-program.ts'

type Told = { readonly url: string }
export type RunningBench = Child & Told

/** Builds the bench into a temporary folder. */
export const buildBench = (): Promise<Program> => buildProgram(path.join(import.meta.dirname, '..', 'main.ts'))

/** Starts the bench. `ready` rejects with what it wrote when it ends before it is ready. */
export const startBenchProcess = (
  program: Program,
  environment: { readonly [name: string]: string },
): StartedChild<Told> => startProgram(program, environment, (told) => ({ url: textIn(told, 'url') }))
