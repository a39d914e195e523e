/** Why the server cannot start: one sentence for the person at the keyboard that names the thing and the remedy. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure'
}
