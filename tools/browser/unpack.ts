import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, lstat, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'

/** Where the packed browser lies: `@sparticuz/chromium/bin`. */
const packed = path.resolve(path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../../bin')

/** An unpacked browser: the program, and beside it what a bare machine lacks. */
export interface Unpacked {
  readonly program: string
  /** Libraries of the NSS family, for machines without them. */
  readonly libraries: string
  /** A fontconfig file that knows one typeface, for machines without any. */
  readonly fontConfig: string
}

/**
 * Unpacks the browser once for this user and version, into a folder that nobody else can write. Several processes may
 * ask at the same time: each unpacks for itself, the first to finish is kept.
 *
 * @param base the folder for temporary files
 * @throws Error when the folder exists but belongs to somebody else or is open to others
 */
export async function unpackChromium(base = os.tmpdir()): Promise<Unpacked> {
  const folder = path.join(base, `keyturn-chromium-${await packedVersion()}-${os.userInfo().username}`)
  if (!(await isOurs(folder))) await unpackInto(folder)
  return {
    program: path.join(folder, 'chromium'),
    libraries: path.join(folder, 'lib'),
    fontConfig: path.join(folder, 'fonts.conf'),
  }
}

async function packedVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path.join(packed, '../package.json'), 'utf8'))
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version)
  throw new Error(`${packed} belongs to a package without a version.`)
}

/** A folder in a place where everybody may write is only trusted when it is ours alone. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined)
  if (found === undefined) return false
  const shared = (found.mode & 0o077) !== 0
  if (found.isDirectory() && found.uid === os.userInfo().uid && !shared) return true
  throw new Error(`${folder} is not a private folder of this user. Remove it and try again.`)
}

async function unpackInto(folder: string): Promise<void> {
  const work = await mkdtemp(`${folder}-`)
  try {
    await Promise.all([
      inflate('chromium.br', path.join(work, 'chromium')),
      untar('swiftshader.tar.br', work),
      untar('al2023.tar.br', work),
      untar('fonts.tar.br', work),
    ])
    await chmod(path.join(work, 'chromium'), 0o700)
    await writeFile(path.join(work, 'fonts.conf'), fontConfig(folder))
    await rename(work, folder)
  } catch (error) {
    await rm(work, { recursive: true, force: true })
    // Another process was quicker: what it made is as good as ours.
    if (!(await isOurs(folder))) throw error
  }
}

async function inflate(name: string, to: string): Promise<void> {
  await pipeline(createReadStream(path.join(packed, name)), createBrotliDecompress(), createWriteStream(to))
}

async function untar(name: string, folder: string): Promise<void> {
  const archive = path.join(folder, `${name}.tar`)
  await inflate(name, archive)
  await promisify(execFile)('tar', ['-xf', archive, '-C', folder, '--no-same-owner'])
  await rm(archive)
}

const fontConfig = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/font-cache</cachedir>
</fontconfig>
`
