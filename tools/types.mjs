// Type-checks every project of the repository and proves that nothing escaped: each TypeScript file on disk must have
// been part of at least one project, and at least one file must exist at all.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { filesBelow, isTypeScript } from './lib/files.mjs'
import { root } from './lib/root.mjs'

const projects = ['tsconfig.core.json', 'tsconfig.json', 'tsconfig.portal.json', 'tsconfig.browser.json']
const tsc = path.join(root, 'node_modules/typescript/bin/tsc')
const noInputs = 'error TS18003'

/** @returns {Promise<{ project: string, ok: boolean, files: string[], messages: string }>} */
function check(project) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tsc, '-p', project, '--noEmit', '--listFiles', '--pretty', 'false'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part
    })
    child.once('error', reject)
    child.once('close', (code) => {
      const lines = text.split('\n').filter((line) => line !== '')
      const isFile = (line) => path.isAbsolute(line)
      const messages = lines.filter((line) => !isFile(line)).join('\n')
      // A project whose folder is still empty is no error by itself: the count below is what guards against checking
      // nothing.
      const ok = code === 0 || (messages.includes(noInputs) && !lines.some(isFile))
      const own = lines.filter((line) => isFile(line) && !line.includes('/node_modules/'))
      resolve({ project, ok, files: own.map((file) => path.relative(root, file)), messages: ok ? '' : messages })
    })
  })
}

/** At most two compilers at once: each is busy with one core and wants up to half a gigabyte. */
async function checkAll() {
  const waiting = [...projects]
  const results = []
  const worker = async () => {
    for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) {
      results.push(await check(project))
    }
  }
  await Promise.all([worker(), worker()])
  return results
}

const results = await checkAll()
const checked = new Set(results.flatMap((result) => result.files))
const onDisk = filesBelow('', isTypeScript)
const escaped = onDisk.filter((file) => !checked.has(file))
for (const { project, ok, messages } of results) if (!ok) console.error(`${project}\n${messages}`)
if (escaped.length > 0)
  console.error(`No project checks: ${escaped.join(', ')}. Add them to a tsconfig*.json in the root.`)
if (onDisk.length === 0) console.error('There is no TypeScript file to check.')
const failed = escaped.length > 0 || onDisk.length === 0 || results.some((result) => !result.ok)
if (!failed) console.log(`types: ${onDisk.length} files in ${projects.length} projects`)
process.exitCode = failed ? 1 : 0
