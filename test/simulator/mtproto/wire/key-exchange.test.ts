import { constants, createHash, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../../src/base/clock.ts'
import { systemRandom } from '../../../../src/base/random.ts'
import type { AuthKey } from '../../../../src/simulator/mtproto/wire/contract.ts'
import { power, powerOfGenerator, telegramPrime } from '../../../../src/simulator/mtproto/wire/crypto/diffie-hellman.ts'
import { igeDecrypt, igeEncrypt } from '../../../../src/simulator/mtproto/wire/crypto/ige.ts'
import { createServerKeyPem, ServerKey } from '../../../../src/simulator/mtproto/wire/crypto/server-key.ts'
import { KeyExchange } from '../../../../src/simulator/mtproto/wire/key-exchange.ts'
import type { TlObject, TlValue } from '../../../../src/simulator/mtproto/wire/tl/object.ts'
import { codec } from './raw-session.ts'
import { MemoryKeys } from './wire-setup.ts'

const serverKey = new ServerKey(await createServerKeyPem())

describe('the key exchange', () => {
  it('ends with the same key on both sides, stored before the client hears of it', async () => {
    const keys = new MemoryKeys()
    const client = new ExchangingClient(keys)

    await client.begin()
    const { reply, key } = await client.finish()

    expect(reply['newNonceHash1']).toEqual(client.proof(1))
    expect(key?.key).toEqual(client.authKey)
    expect(keys.all).toEqual([key])
  })

  it('asks for another b when the id of the key is taken', async () => {
    const keys = new TakenOnce()
    const client = new ExchangingClient(keys)

    await client.begin()
    const first = await client.finish()
    const retried = { reply: first.reply['newNonceHash2'], proof: client.proof(2) }
    const second = await client.finish()

    expect(first.reply._).toBe('dh_gen_retry')
    expect(retried.reply).toEqual(retried.proof)
    expect(second.reply._).toBe('dh_gen_ok')
    expect(keys.all).toHaveLength(1)
  })

  it('can begin again at any time, but not for ever', async () => {
    const client = new ExchangingClient(new MemoryKeys())

    for (let i = 0; i < 15; i++) await client.begin()
    expect((await new ExchangingClient(new MemoryKeys()).begin())._).toBe('server_DH_params_ok')
    await client.begin()

    await expect(client.begin()).rejects.toThrow('16 key exchanges and none finished')
  })

  it.for([
    ['1', Buffer.from([1])],
    ['p - 1', Buffer.concat([telegramPrime.subarray(0, 255), Buffer.from([0x5a])])],
    ['2^1984', Buffer.concat([Buffer.from([1]), Buffer.alloc(248)])],
    ['more than 2048 bits', Buffer.alloc(300, 7)],
  ] as const)('refuses %s as g_b', async ([, gB]) => {
    const client = new ExchangingClient(new MemoryKeys())
    await client.begin()

    await expect(client.finish({ gB })).rejects.toThrow('g_b outside of the safe range')
  })

  it.for([
    ['a temporary key', { _: 'p_q_inner_data_temp_dc', dc: 2, expiresIn: 60 }, 'p_q_inner_data_temp_dc is not offered'],
    ['a key for another DC', { _: 'p_q_inner_data_dc', dc: 3 }, 'a key for DC 3'],
    ['wrong factors', { p: Buffer.from([3]) }, 'wrong factors or nonces'],
    ['a wrong nonce inside', { nonce: Buffer.alloc(16) }, 'wrong factors or nonces'],
  ] as const)('refuses %s', async ([, change, reason]) => {
    await expect(new ExchangingClient(new MemoryKeys()).begin(change)).rejects.toThrow(reason)
  })

  it.for([10_002, -2])('takes %i for its DC: test servers and media connections say so', async (dc) => {
    const reply = await new ExchangingClient(new MemoryKeys()).begin({ _: 'p_q_inner_data_dc', dc })

    expect(reply._).toBe('server_DH_params_ok')
  })

  it('refuses steps out of their order and data that nobody could decrypt', async () => {
    const client = new ExchangingClient(new MemoryKeys())
    const nonces = { nonce: randomBytes(16), serverNonce: randomBytes(16) }
    const encryptedData = randomBytes(256)

    await expect(client.ask({ _: 'set_client_DH_params', ...nonces, encryptedData })).rejects.toThrow('before req_pq')
    await expect(client.ask({ _: 'help.getConfig' })).rejects.toThrow('help.getConfig without encryption')
    await client.begin()
    await expect(client.ask({ _: 'set_client_DH_params', ...nonces, encryptedData })).rejects.toThrow('wrong nonce')
    await expect(client.finish({ nonce: Buffer.alloc(16) })).rejects.toThrow('wrong nonces')
  })
})

class TakenOnce extends MemoryKeys {
  #isAsked = false

  override find(id: bigint, dcId: number): AuthKey | undefined {
    if (this.#isAsked) return super.find(id, dcId)
    this.#isAsked = true
    return { id, key: Buffer.alloc(256), dcId }
  }
}

/** The client's side, from core.telegram.org/mtproto/auth_key. */
class ExchangingClient {
  authKey: Buffer = Buffer.alloc(0)
  readonly #exchange: KeyExchange
  readonly #newNonce = randomBytes(32)
  #nonces: { nonce: Buffer; serverNonce: Buffer } = { nonce: Buffer.alloc(16), serverNonce: Buffer.alloc(16) }
  #gA: Buffer = Buffer.alloc(0)

  constructor(keys: MemoryKeys) {
    this.#exchange = new KeyExchange({ dcId: 2, codec, serverKey, keys, clock: systemClock, random: systemRandom })
  }

  /** As the server gets it: after encoding and decoding. */
  async ask(request: TlObject): Promise<{ reply: TlObject; key?: AuthKey }> {
    return this.#exchange.answer(codec.decode(codec.encode(request)))
  }

  async begin(change: Record<string, TlValue> = {}): Promise<TlObject> {
    const nonce = randomBytes(16)
    const { reply: start } = await this.ask({ _: 'req_pq_multi', nonce })
    this.#nonces = { nonce, serverNonce: start['serverNonce'] as Buffer }
    const [p, q] = [Buffer.from('fff1', 'hex'), Buffer.from('010001', 'hex')]
    const common = { pq: start['pq'], p, q, ...this.#nonces, newNonce: this.#newNonce }
    const encryptedData = rsaPad(codec.encode({ _: 'p_q_inner_data', ...common, ...change }))
    const request = {
      _: 'req_DH_params',
      ...this.#nonces,
      p,
      q,
      publicKeyFingerprint: serverKey.fingerprint,
      encryptedData,
    }
    const { reply } = await this.ask(request)

    const { key, iv } = this.#aes()
    const answer = igeDecrypt(key, iv, reply['encryptedAnswer'] as Buffer)
    this.#gA = codec.decodePrefix(answer.subarray(20)).object['gA'] as Buffer
    return reply
  }

  finish(change: Record<string, TlValue> = {}): Promise<{ reply: TlObject; key?: AuthKey }> {
    const b = randomBytes(256)
    this.authKey = power(this.#gA, b)
    const inner = { _: 'client_DH_inner_data', ...this.#nonces, retryId: 0n, gB: powerOfGenerator(b), ...change }
    const bytes = codec.encode(inner)
    const hashed = Buffer.concat([sha1(bytes), bytes])
    const { key, iv } = this.#aes()
    const encryptedData = igeEncrypt(key, iv, Buffer.concat([hashed, randomBytes(-hashed.length & 15)]))
    return this.ask({ _: 'set_client_DH_params', ...this.#nonces, encryptedData })
  }

  proof(number: number): Buffer {
    return sha1(this.#newNonce, Buffer.from([number]), sha1(this.authKey).subarray(0, 8)).subarray(4)
  }

  #aes(): { key: Buffer; iv: Buffer } {
    const [newNonce, { serverNonce }] = [this.#newNonce, this.#nonces]
    const [first, second, third] = [sha1(newNonce, serverNonce), sha1(serverNonce, newNonce), sha1(newNonce, newNonce)]
    return {
      key: Buffer.concat([first, second.subarray(0, 12)]),
      iv: Buffer.concat([second.subarray(12), third, newNonce.subarray(0, 4)]),
    }
  }
}

function rsaPad(data: Buffer): Buffer {
  const padded = Buffer.concat([data, randomBytes(192 - data.length)])
  for (;;) {
    const key = randomBytes(32)
    const reversed = Buffer.from(padded.toReversed())
    const encrypted = igeEncrypt(key, Buffer.alloc(32), Buffer.concat([reversed, sha256(key, padded)]))
    const mask = sha256(encrypted)
    const plain = Buffer.concat([Buffer.from(key.map((byte, i) => byte ^ (mask[i] ?? 0))), encrypted])
    if (plain.compare(serverKey.modulus) >= 0) continue
    return publicEncrypt({ key: createPublicKey(serverKey.publicPem), padding: constants.RSA_NO_PADDING }, plain)
  }
}

function sha1(...parts: Buffer[]): Buffer {
  return createHash('sha1').update(Buffer.concat(parts)).digest()
}

function sha256(...parts: Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest()
}
