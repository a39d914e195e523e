/** The keys of the test vectors: the secret keys that RFC 8032 section 7.1 publishes. Nobody may ever trust them. */
import { signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { fromHex } from '../src/bytes.ts'

const seed = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array()

/** RFC 8032 TEST 1. */
export const SEED_1 = seed('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')
/** RFC 8032 TEST 2. */
export const SEED_2 = seed('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')

export const DEVICE = 'KT-MA-0001'
export const SERVER = 'vectors.keyturn.org'

export const deviceSigner = signerFromSeed(`keyturn.org/device/${DEVICE}`, SEED_1)
/** Another key in the same device's name. */
export const impostor = signerFromSeed(`keyturn.org/device/${DEVICE}`, SEED_2)
export const otherDevice = signerFromSeed('keyturn.org/device/KT-ME-0001', SEED_2)
export const receiptSigner = signerFromSeed(`keyturn.org/receipt/${SERVER}`, SEED_2)
export const treeSigner = signerFromSeed(`keyturn.org/tree/${SERVER}`, SEED_2)
