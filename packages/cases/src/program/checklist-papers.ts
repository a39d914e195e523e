/** The affidavits of the participant and of each licensed driver in the household [MA-INS-2]. */
import type { Instant } from '@keyturn/domain/units.ts'
import { groundOf, type Law } from '../law.ts'
import type { CaseRef, Requirement } from './assessment.ts'
import { dayWords } from './days.ts'
import type { FactOf } from './fact.ts'
import type { Scene } from './scene.ts'

/** One for the participant and one for each licensed member who lives there; whoever left needs none. */
export function affidavitItems(scene: Scene): readonly Requirement[] {
  const { told, program, ref } = scene
  const { papers } = program.preparation
  if (papers === null) return []
  const filed = new Map<string, FactOf<'affidavit-filed'>[]>()
  for (const fact of told.of('affidavit-filed')) {
    const before = filed.get(fact.signer)
    if (before === undefined) filed.set(fact.signer, [fact])
    else before.push(fact)
  }
  const lists = { law: groundOf(papers.list), form: groundOf(papers.form) }
  const own = affidavit(scene, 'participant', 'the participant', filed.get('participant') ?? [], lists)
  const members = membersOf(scene).map(({ fact, left }): Requirement => {
    const item = { id: `affidavit:${fact.member}`, title: `Affidavit of ${fact.name}`, who: 'participant' } as const
    if (left !== null) {
      const words = `${fact.name} left the household on ${dayWords(scene.day(left.at))}.`
      return { ...item, state: 'not-needed', words, law: lists.law, because: [ref(left)] }
    }
    if (fact.license === null) {
      const words = `${fact.name} does not drive.`
      return { ...item, state: 'not-needed', words, law: lists.law, because: [ref(fact)] }
    }
    return affidavit(scene, fact.member, fact.name, filed.get(fact.member) ?? [], lists, ref(fact))
  })
  return [own, ...members]
}

/** Whose affidavit was not there, signed and notarized, at a moment: the participant's, and of each licensed member. */
export function missingPapers({ told, program }: Scene, at: Instant): readonly string[] {
  if (program.preparation.papers === null) return []
  const signers = new Map([['participant', 'the affidavit of the participant']])
  for (const fact of told.facts) {
    if (fact.at > at) break
    if (fact.kind === 'household-member-added' && fact.license !== null) {
      signers.set(fact.member, `the affidavit of ${fact.name}`)
    }
    if (fact.kind === 'household-member-left') signers.delete(fact.member)
  }
  for (const fact of told.of('affidavit-filed')) {
    if (fact.at <= at && fact.notary !== null) signers.delete(fact.signer)
  }
  return [...signers.values()]
}

/** Each member as told last; a member who comes back is there again. */
function membersOf({ told }: Scene) {
  type Member = {
    readonly fact: FactOf<'household-member-added'>
    readonly left: FactOf<'household-member-left'> | null
  }
  const members = new Map<string, Member>()
  for (const fact of told.facts) {
    if (fact.kind === 'household-member-added') members.set(fact.member, { fact, left: null })
    if (fact.kind === 'household-member-left') {
      const member = members.get(fact.member)
      if (member !== undefined) members.set(fact.member, { ...member, left: fact })
    }
  }
  return [...members.values()]
}

function affidavit(
  scene: Scene,
  signer: string,
  name: string,
  filed: readonly FactOf<'affidavit-filed'>[],
  { law, form }: { readonly law: Law; readonly form: Law },
  about?: CaseRef,
): Requirement {
  const item = { id: `affidavit:${signer}`, title: `Affidavit of ${name}`, who: 'participant' } as const
  const good = filed.findLast(({ notary }) => notary !== null)
  if (good !== undefined) {
    const words = `Signed on ${dayWords(good.signedOn)}, notarized by ${good.notary?.name ?? ''}.`
    return { ...item, state: 'met', words, law, because: [scene.ref(good)] }
  }
  const last = filed.at(-1)
  if (last !== undefined) {
    const words = `The affidavit of ${dayWords(last.signedOn)} is not notarized. Sign it before a notary and hand it in again.`
    return { ...item, state: 'open', words, law: form, because: [scene.ref(last)] }
  }
  const words = `Hand in the affidavit of ${name}, signed and notarized.`
  return { ...item, state: 'open', words, law, because: about === undefined ? [] : [about] }
}
