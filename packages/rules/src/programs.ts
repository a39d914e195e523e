import { type Program, programName } from './program.ts'
import { massachusettsProgram, massachusettsProgramBefore2021 } from './us-ma-program.ts'
import { maineProgram } from './us-me-program.ts'

/** Every program version there is. A later version of a law is added, never edited in. */
export const programs: readonly Program[] = [massachusettsProgramBefore2021, massachusettsProgram, maineProgram]

/** All versions of one jurisdiction's program, oldest first; empty when it has none. */
export const programsOf = (id: string): readonly Program[] =>
  programs.filter((one) => one.id === id).toSorted((a, b) => (a.version < b.version ? -1 : 1))

/** The program of a name such as `US-MA-program@2021-07-09`, or the newest version of an id such as `US-MA`. */
export const findProgram = (name: string): Program | undefined =>
  programs.find((one) => programName(one) === name) ?? programsOf(name).at(-1)
