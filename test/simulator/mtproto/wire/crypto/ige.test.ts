import { createCipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../../src/base/random.ts'
import { igeDecrypt, igeEncrypt } from '../../../../../src/simulator/mtproto/wire/crypto/ige.ts'

const seed = Date.now() % 2 ** 31
const random = seededRandom(seed)

describe(`AES-256-IGE (seed ${seed})`, () => {
  // From the authorization key example of core.telegram.org/mtproto/samples-auth_key: the beginning of server_DH_params_ok.
  it('decrypts what Telegram publishes as an example', () => {
    const key = Buffer.from('F011280887C7BB01DF0FC4E17830E0B91FBB8BE4B2267CB985AE25F33B527253', 'hex')
    const iv = Buffer.from('3212D579EE35452ED23E0D0C92841AA7D31B2E9BDEF2151E80D15860311C85DB', 'hex')
    const encrypted = Buffer.from(
      '28A92FE20173B347A8BB324B5FAB2667C9A8BBCE6468D5B509A4CBDDC186240A' +
        'C912CF7006AF8926DE606A2E74C0493CAA57741E6C82451F54D3E068F5CCC49B',
      'hex',
    )

    // Behind the 20 bytes of SHA1: server_DH_inner_data and the nonce of the example.
    expect(igeDecrypt(key, iv, encrypted).subarray(20, 40).toString('hex')).toBe(
      'ba0d89b53e0549828cca27e966b301a48fece2fc',
    )
  })

  it('is the plain definition, block by block', () => {
    for (const blocks of [1, 2, 3, 4, 19, 100]) {
      const [key, iv, data] = [random.bytes(32), random.bytes(32), random.bytes(blocks * 16)]

      const encrypted = igeEncrypt(key, iv, data)

      expect(encrypted.equals(byDefinition(key, iv, data))).toBe(true)
      expect(igeDecrypt(key, iv, encrypted).equals(data)).toBe(true)
    }
  })

  it('reads data that does not begin at a word of memory', () => {
    const [key, iv, data] = [random.bytes(32), random.bytes(32), random.bytes(100).subarray(3, 83)]

    expect(igeDecrypt(key, iv, igeEncrypt(key, iv, data)).equals(data)).toBe(true)
  })
})

/** y[i] = E(x[i] ^ y[i-1]) ^ x[i-1] */
function byDefinition(key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const blocks: Buffer[] = []
  let [y, x] = [iv.subarray(0, 16), iv.subarray(16)]
  for (let at = 0; at < data.length; at += 16) {
    const block = data.subarray(at, at + 16)
    const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
    y = xor(cipher.update(xor(block, y)), x)
    x = block
    blocks.push(y)
  }
  return Buffer.concat(blocks)
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, i) => byte ^ (b[i] ?? 0)))
}
