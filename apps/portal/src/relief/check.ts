/** Checks a statement file in the visitor's own browser. */
import { webCrypto } from '@keyturn/contract/crypto/web.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { runAsync } from '@keyturn/evidence/crypto.ts'
import type { StatementVerdict, Trust } from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'

/** What the browser found; `unchecked` says why it could not look. */
export type Verdict = StatementVerdict | { readonly kind: 'unchecked'; readonly why: string }

/** Never rejects: a browser that cannot check says so. */
export async function check(file: string, trust: Trust | null, at: Instant): Promise<Verdict> {
  if (trust === null) return { kind: 'unchecked', why: 'This browser does not know the authority’s root key yet.' }
  if (!canCheck()) return { kind: 'unchecked', why: 'This browser checks signatures only at a secure address.' }
  try {
    return await runAsync(verifyStatementFile(file, trust, at), webCrypto(crypto.subtle))
  } catch (cause) {
    return { kind: 'unchecked', why: `This browser could not check the signature: ${String(cause)}` }
  }
}

/** Browsers give out their cryptography at secure addresses only, whatever the types say. */
export const canCheck = (): boolean => typeof crypto !== 'undefined' && 'subtle' in crypto
