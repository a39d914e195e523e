/** A real server that pins a made-up root, and mirrors as bare web servers, for the pages of orders. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Instant, instant } from '@keyturn/domain/units.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import { authority } from './relief-car.ts'
import { type Served, serveFiles } from './serve-built.ts'

/** As much of a server as it takes to hand in statements. */
type Server = { readonly url: string; readonly operatorToken: string }

/** Hands in a file as its operator. @throws Error with the server's words when it refuses */
export async function handIn({ url, operatorToken }: Server, file: string): Promise<void> {
  const answer = await fetch(`${url}/v1/statements`, {
    method: 'POST',
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ file }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

const sha256 = (file: string): string => createHash('sha256').update(file).digest('hex')

/** The signed list of the files, as the authority of Massachusetts publishes it. */
export function indexFile(files: readonly string[], number: number, at: Instant): string {
  return authority.authority('US-MA').sign(
    {
      kind: 'index',
      number,
      files: files.map((file) => {
        const { statement } = lastOf(file)
        return { id: statement.id, kind: statement.kind, sha256: sha256(file) }
      }),
    },
    { at: instant(Math.floor(at / 1_000) * 1_000 - 60_000) },
  )
}

function lastOf(file: string) {
  const read = readStatementFile(file)
  if (read.kind === 'malformed') throw new Error(`${read.where} ${read.what}`)
  return read.value.at(-1) ?? read.value[0]
}

export type Mirror = Served & {
  /** What it serves from now on; `lies` serves other bytes than its list says. */
  readonly publish: (
    files: readonly string[],
    of: { readonly number: number; readonly at: Instant; readonly lies?: true },
  ) => void
}

/** A bare web server with static files, as anybody can run one. */
export async function mirror(): Promise<Mirror> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keyturn-mirror-'))
  const served = await serveFiles(folder)
  return {
    address: served.address,
    publish: (files, { number, at, lies }) => {
      writeFileSync(path.join(folder, 'index.txt'), indexFile(files, number, at))
      for (const file of files)
        writeFileSync(path.join(folder, `${sha256(file)}.txt`), lies === true ? `${file.slice(0, -9)}AAAAAAAA\n` : file)
    },
    close: async () => {
      await served.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
