/** Puts clauses and what proves them together, and says what is missing. */
import type { ScenarioResult } from '@keyturn/simulator/scenario/result.ts'
import { type Clause, isDue } from './requirements.ts'
import type { TitledTest } from './test-titles.ts'

export type Proof = { readonly kind: 'scenario' | 'test'; readonly where: string; readonly words: string }
export type Proved = { readonly clause: Clause; readonly proofs: readonly Proof[] }
export type Ledger = { readonly proved: readonly Proved[]; readonly faults: readonly string[] }

/**
 * Only scenarios that passed count. A clause that is due and has no proof is a fault, and so is an id nobody
 * wrote down.
 */
export function prove(
  clauses: readonly Clause[],
  scenarios: readonly ScenarioResult[],
  tests: readonly TitledTest[],
): Ledger {
  const faults: string[] = []
  const proofs = new Map<string, Proof[]>(clauses.map(({ id }) => [id, []]))
  const count = (id: string, proof: Proof) => {
    const known = proofs.get(id)
    if (known === undefined) faults.push(`${proof.where}: ${id} is not in docs/requirements.md`)
    else known.push(proof)
  }
  for (const { file, line, title, ids } of tests) {
    for (const id of new Set(ids)) count(id, { kind: 'test', where: `${file}:${line}`, words: title })
  }
  for (const { file, line, title, clauses: ids, outcome } of scenarios) {
    const where = `${file}:${line}`
    if (outcome === 'failed') faults.push(`${where}: the scenario does not pass, so it proves nothing: ${title}`)
    for (const id of new Set(ids)) {
      if (outcome === 'passed' || !proofs.has(id)) count(id, { kind: 'scenario', where, words: title })
    }
  }
  const proved = clauses.map((clause) => ({ clause, proofs: proofs.get(clause.id) ?? [] }))
  for (const { clause, proofs: found } of proved) {
    if (isDue(clause) && found.length === 0) faults.push(`${clause.id} has no scenario and no test: ${clause.words}`)
  }
  return { proved, faults }
}

/** One line a clause, its proofs below it; the faults at the end. */
export function report({ proved, faults }: Ledger): string {
  const lines: string[] = []
  let source = ''
  for (const { clause, proofs } of proved) {
    if (clause.source !== source) {
      source = clause.source
      lines.push('', source, '')
    }
    const mark = proofs.length > 0 ? `proved by ${proofs.length}` : isDue(clause) ? 'NOT PROVED' : clause.slice
    lines.push(`${clause.id.padEnd(9)} ${mark.padEnd(18)} ${clause.words}`)
    for (const { kind, where, words } of proofs) lines.push(`            ${kind.padEnd(8)}  ${where}  ${words}`)
  }
  const due = proved.filter(({ clause }) => isDue(clause))
  const done = due.filter(({ proofs }) => proofs.length > 0).length
  const later = proved.length - due.length
  lines.push('', `${done} of ${due.length} clauses that are due are proved; ${later} more are named for later.`)
  if (faults.length > 0) lines.push('', ...faults.map((fault) => `FAULT  ${fault}`))
  return `${lines.join('\n').trimStart()}\n`
}
