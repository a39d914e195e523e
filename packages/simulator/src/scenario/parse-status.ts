/** Reads what is expected of the case: `status: locked-out`, or a mapping with findings, causes and the quoted law. */
import { CAUSES, CLASSES, type FindingPattern, INTEGRITIES, STATUSES, type StatusPattern } from './expectation.ts'
import type { Moment } from './moment.ts'
import { type At, type File, fieldsOf, isMapping, itemsOf, momentOf, textOf, wordOf } from './nodes.ts'
import { nameOf } from './parse-signed.ts'

const KEYS = ['kind', 'stage', 'car', 'visit by', 'due by', 'integrity', 'next', 'finding', 'findings', 'none of']
const FINDING_KEYS = ['rule', 'class', 'cause', 'law', 'clause', 'held by']

/** What the status must be: a word, or a mapping. @throws Unreadable */
export function parseStatus(file: File, at: At, zone: string): StatusPattern {
  const status: { -readonly [K in keyof StatusPattern]: StatusPattern[K] } = {
    kind: undefined,
    stage: undefined,
    car: undefined,
    visitBy: undefined,
    dueBy: undefined,
    integrity: undefined,
    next: undefined,
    findings: [],
    noneOf: [],
  }
  if (!isMapping(at)) return { ...status, kind: wordOf(at, 'a status', STATUSES) }
  for (const { key, value } of fieldsOf(file, at, 'status', KEYS)) {
    if (key === 'kind') status.kind = wordOf(value, 'a status', STATUSES)
    else if (key === 'stage') status.stage = wordOf(value, 'a stage', ['reminder', 'warning'])
    else if (key === 'car') status.car = wordOf(value, 'car', ['starts-until-visit-by', 'stays-locked'])
    else if (key === 'visit by') status.visitBy = visitByOf(value, zone)
    else if (key === 'due by') status.dueBy = momentOf(value, key, zone)
    else if (key === 'integrity') status.integrity = wordOf(value, key, INTEGRITIES)
    else if (key === 'next') status.next = textOf(value, key)
    else if (key === 'none of')
      status.noneOf = itemsOf(file, value).map((item) => textOf(item, key).replaceAll(' ', '-'))
    else status.findings = [...status.findings, ...itemsOf(file, value).map((item) => findingOf(file, item))]
  }
  return status
}

/** A finding by its rule alone, or by a mapping. `law` is a piece of the quoted words. */
function findingOf(file: File, at: At): FindingPattern {
  const finding: { -readonly [K in keyof FindingPattern]: FindingPattern[K] } = {
    place: at.place,
    rule: undefined,
    class: undefined,
    cause: undefined,
    law: undefined,
    clause: undefined,
    heldBy: undefined,
  }
  if (!isMapping(at)) return { ...finding, rule: textOf(at, 'a finding').replaceAll(' ', '-') }
  for (const { key, value } of fieldsOf(file, at, 'a finding', FINDING_KEYS)) {
    if (key === 'rule') finding.rule = textOf(value, key).replaceAll(' ', '-')
    else if (key === 'class') finding.class = wordOf(value, 'a class of finding', CLASSES)
    else if (key === 'cause') finding.cause = wordOf(value, 'a cause', CAUSES)
    else if (key === 'held by') finding.heldBy = nameOf(value)
    else if (key === 'law') finding.law = textOf(value, key)
    else finding.clause = textOf(value, key)
  }
  return finding
}

/** A moment, or `at once`. @throws Unreadable */
export const visitByOf = (at: At, zone: string): Moment | 'at-once' =>
  /^at[ -]once$/.test(textOf(at, 'visit by')) ? 'at-once' : momentOf(at, 'visit by', zone)
