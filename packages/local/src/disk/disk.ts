/** What the recorder needs of a disk. Behind it are the real disk and, in tests, one that fails on request. */

export interface Disk {
  /** Names of the files in the folder, sorted; none when there is no such folder. */
  list(folder: string): Promise<readonly string[]>
  /** The file's bytes; undefined when there is no such file. */
  read(path: string): Promise<Uint8Array | undefined>
  /** Adds bytes at the end, creating file and folder as needed. Not durable before `sync`. */
  append(path: string, bytes: Uint8Array): Promise<void>
  /** Returns when everything appended to the file would survive a loss of power. */
  sync(path: string): Promise<void>
  /** Puts the bytes in place of the file, whole or not at all. Durable when it returns. */
  replace(path: string, bytes: Uint8Array): Promise<void>
  /** Removes the file if it is there. */
  remove(path: string): Promise<void>
}
