// Written in plain old syntax on purpose: it must be able to speak on the Node versions that it turns away.
const wanted = 'Node 20.19 or newer (of the line 22, 22.12 or newer; 21 is not supported)'

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
  // The builder and the test runner of the portal load modules in a way that these lines learned late.
  const isFine = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)
  if (isFine) return undefined
  return `Keyturn needs ${wanted}, and this is Node ${version}. Install one from https://nodejs.org and try again.`
}
