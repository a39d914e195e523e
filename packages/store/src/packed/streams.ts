/** Growing byte streams of whole numbers, and reading them back. */

/** LEB128 with the sign in the lowest bit: small numbers of either sign take one byte. */
export class NumberWriter {
  #bytes = new Uint8Array(1_024)
  #length = 0

  /** @param n a safe integer of at most 52 bits */
  add(n: number): void {
    if (this.#length + 10 > this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2)
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    let rest = n < 0 ? -n * 2 - 1 : n * 2
    // Division, not shifts: those would cut the number to 32 bits.
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) + 128
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.#length++] = rest
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }
}

/** Reads what `NumberWriter` wrote. @throws RangeError at the end of the bytes */
export class NumberReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  next(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw new RangeError('packed numbers end too early')
      value += (byte & 127) * scale
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    }
  }
}

/** Numbers that survive the writer: half the safe range, since the sign takes a bit. */
export const fits = (n: number): boolean => Number.isSafeInteger(n) && Math.abs(n) < 2 ** 51
