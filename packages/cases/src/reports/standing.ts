import type { CaseFact, CaseFile } from '../program/fact.ts'

/** Facts that nobody has withdrawn. */
export const standing = ({ facts }: CaseFile): readonly CaseFact[] => {
  const gone = new Set(facts.flatMap((fact) => (fact.kind === 'fact-withdrawn' ? [fact.fact] : [])))
  return facts.filter(({ seq }) => !gone.has(seq))
}
