// Written in plain old syntax on purpose: it must be able to speak on the Node versions that it turns away.
const least = [20, 19]

/**
 * Ends the process with one sentence when this Node is too old to run Keyturn.
 *
 * @param {string} version such as `20.19.1`
 */
export function requireNode(version = process.versions.node) {
  const complaint = nodeComplaint(version)
  if (complaint === undefined) return
  console.error(complaint)
  process.exit(1)
}

/**
 * @param {string} version such as `20.19.1`
 * @returns {string | undefined} why this version cannot run Keyturn, and what to do
 */
export function nodeComplaint(version) {
  const [major, minor] = version.split('.').map(Number)
  if (major > least[0] || (major === least[0] && minor >= least[1])) return undefined
  return `Keyturn needs Node ${least.join('.')} or newer, and this is Node ${version}. Install a newer one from https://nodejs.org and try again.`
}
