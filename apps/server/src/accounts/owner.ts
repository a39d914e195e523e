import type { Actor } from '@keyturn/domain/actor.ts'

/** Whose things an actor looks after: a jurisdiction's, a vendor's, or (both null) everybody's. */
export type Owner = { readonly jurisdiction: string | null; readonly vendor: string | null }

/** @throws Error for an actor who looks after nothing: the access table keeps those away */
export function ownerOf({ role, jurisdiction, vendor }: Actor): Owner {
  if (role === 'operator') return { jurisdiction: null, vendor: null }
  if (jurisdiction === null && vendor === null) throw new Error(`a ${role} looks after nothing`)
  return { jurisdiction, vendor }
}
