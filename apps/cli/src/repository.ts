/** Where this checkout is. The bundle keeps each source file's own place, so the same line is right there too. */
import { resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../../..')

/** The built pages. They may be absent: everything but the pages works without them. */
export const portalFolder = (): string => resolve(ROOT, 'dist/portal')
