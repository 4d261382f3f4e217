import { request } from 'node:http'
import { connect } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { imageSize } from '../../../src/simulator/world/files/image-size.ts'
import { MultipartFailure, parseMultipart } from '../../../src/simulator/botapi/http/multipart.ts'
import { jpeg, png } from './images.ts'
import { setup } from './setup.ts'

const seed = 20_261_121

describe('bodies that are wrong', () => {
  it.each<[string, string, string | Buffer, RegExp]>([
    ['no JSON', 'application/json', '{"chat_id":', /400 Bad Request: can't parse the request body as JSON$/],
    ['a JSON list', 'application/json', '[1]', /400 Bad Request: the request body must be a JSON object$/],
    ['null', 'application/json', 'null', /400 Bad Request: the request body must be a JSON object$/],
    [
      'nested without end',
      'application/json',
      `{"text":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      /400 .*nested too deeply$/,
    ],
    ['10 MB of JSON', 'application/json', `{"text":"${'x'.repeat(10_000_000)}"}`, /413 Request Entity Too Large$/],
    ['10 MB of a form', 'application/x-www-form-urlencoded', 'x'.repeat(10_000_000), /413 Request Entity Too Large$/],
    [
      '60 MB of multipart',
      'multipart/form-data; boundary=x',
      Buffer.alloc(60_000_000),
      /413 Request Entity Too Large$/,
    ],
    ['multipart without a boundary', 'multipart/form-data', 'x', /400 .*names no boundary$/],
    [
      'multipart that never ends',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name=a\r\n\r\n',
      /400 .*closing boundary is missing$/,
    ],
    [
      'a part without a name',
      'multipart/form-data; boundary=x',
      '--x\r\na: b\r\n\r\nc\r\n--x--',
      /400 .*a part has no name$/,
    ],
    [
      'random bytes',
      'application/octet-stream',
      Buffer.from([0, 255, 1, 254]),
      /400 Bad Request: message text is empty$/,
    ],
  ])('are answered, and the server lives: %s', async (_, contentType, body, answer) => {
    const { apiRoot, bot, api } = await setup()

    const response = await fetch(`${apiRoot}/bot${bot.bot?.token}/sendMessage`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    })

    const { error_code: code, description } = (await response.json()) as { error_code: number; description: string }
    expect(`${code} ${description}`).toMatch(answer)
    expect((await api.getMe()).id).toBe(bot.id)
  })

  it('may come without any type of their own: every parameter of the wrong one', async () => {
    const { apiRoot, bot, api, aziz } = await setup()
    const methods = [
      ['sendMessage', 'text', 'entities', 'reply_markup', 'reply_parameters', 'message_thread_id', 'parse_mode'],
      ['editMessageText', 'message_id', 'text', 'reply_markup'],
      ['sendPhoto', 'photo', 'caption', 'caption_entities'],
      ['sendMediaGroup', 'media'],
      ['editMessageMedia', 'message_id', 'media'],
      ['forwardMessages', 'from_chat_id', 'message_ids'],
      ['deleteMessages', 'message_ids'],
      ['getUpdates', 'offset', 'limit', 'allowed_updates'],
      ['setMyCommands', 'commands', 'scope', 'language_code'],
      ['setChatMenuButton', 'menu_button'],
      ['answerCallbackQuery', 'callback_query_id', 'text'],
      ['getFile', 'file_id'],
      ['getChatMember', 'user_id'],
      ['setWebhook', 'url', 'secret_token'],
    ]
    const values = [
      null,
      true,
      -1,
      1e300,
      0.5,
      '',
      'x',
      [],
      [null],
      [[]],
      {},
      { type: {} },
      [{ type: 'photo', media: 1 }],
      '{',
      '\u0000',
    ]
    const statuses = new Set<number>()

    for (const [method = '', ...names] of methods) {
      for (const value of values) {
        const chat = Array.isArray(value) ? value : aziz.id
        const body = JSON.stringify({ chat_id: chat, ...Object.fromEntries(names.map((name) => [name, value])) })
        const headers = { 'content-type': 'application/json' }
        const response = await fetch(`${apiRoot}/bot${bot.bot?.token}/${method}`, { method: 'POST', headers, body })
        if (response.status >= 500) throw new Error(`${method} answered ${response.status} to ${body}`)
        statuses.add(response.status)
        await response.body?.cancel()
      }
    }

    expect([...statuses].every((status) => [200, 400, 403, 409].includes(status))).toBe(true)
    expect((await api.getMe()).id).toBe(bot.id)
  })

  it('may stop in the middle', async () => {
    const { apiRoot, bot, api } = await setup()
    for (let count = 0; count < 20; count++) {
      await new Promise<void>((resolve) => {
        const half = request(`${apiRoot}/bot${bot.bot?.token}/sendMessage`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-length': 1000 },
        })
        half.on('error', () => resolve())
        half.write('{"chat', () => half.destroy(new Error('hang up')))
      })
    }

    expect((await api.getMe()).id).toBe(bot.id)
  })

  it('may be no HTTP at all', async () => {
    const { server, bot, api } = await setup()
    const bytes = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 500 }), { numRuns: 50, seed })
    for (const data of bytes) {
      await new Promise<void>((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => socket.end(data))
        socket
          .resume()
          .on('error', () => resolve())
          .on('close', () => resolve())
      })
    }

    expect((await api.getMe()).id).toBe(bot.id)
  })
})

describe('the forms that parameters come in', () => {
  it.each<[string, (path: string, id: number) => Promise<Response>]>([
    ['the address', (path, id) => fetch(`${path}?chat_id=${id}&text=salom&disable_notification=true`)],
    [
      'a form',
      (path, id) =>
        fetch(path, {
          method: 'POST',
          body: new URLSearchParams({ chat_id: `${id}`, text: 'salom', disable_notification: '1' }),
        }),
    ],
    [
      'multipart',
      (path, id) => {
        const form = new FormData()
        form.set('chat_id', `${id}`)
        form.set('text', 'salom')
        form.set('disable_notification', 'True')
        return fetch(path, { method: 'POST', body: form })
      },
    ],
    [
      'JSON with strings',
      (path, id) =>
        fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify({
            chat_id: `${id}`,
            text: 'salom',
            disable_notification: 'true',
            entities: '[{"type":"bold","offset":"0","length":"5"}]',
          }),
        }),
    ],
  ])('%s', async (_, send) => {
    const { apiRoot, bot, aziz, world } = await setup()

    const response = await send(`${apiRoot}/bot${bot.bot?.token}/sendMessage`, aziz.id)

    expect(await response.json()).toMatchObject({ ok: true, result: { text: 'salom' } })
    expect(world.messages.history(aziz.id, bot.id, { limit: 1 })[0]).toMatchObject({ text: 'salom', isSilent: true })
  })

  it('multipart with a file in its own field, quoted or not, or by attach://', async () => {
    const { apiRoot, bot, aziz } = await setup()
    const headers = [
      'Content-Disposition: form-data; name="document"; filename="a \\"b\\".txt"',
      'content-disposition:form-data;name=document;filename=c.txt',
    ]
    const send = (body: string) =>
      fetch(`${apiRoot}/bot${bot.bot?.token}/sendDocument?chat_id=${aziz.id}`, {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary="b b"' },
        body,
      })

    const names: unknown[] = []
    for (const header of headers) {
      const response = await send(`preamble\r\n--b b\r\n${header}\r\nContent-Type: text/plain\r\n\r\nx\r\n--b b--\r\n`)
      names.push(((await response.json()) as { result: { document: { file_name: string } } }).result.document.file_name)
    }
    const form = new FormData()
    form.set('document', 'attach://other')
    form.set('other', new Blob(['x']), 'd.txt')
    const attached = await fetch(`${apiRoot}/bot${bot.bot?.token}/sendDocument?chat_id=${aziz.id}`, {
      method: 'POST',
      body: form,
    })

    expect(names).toEqual(['a "b".txt', 'c.txt'])
    expect(await attached.json()).toMatchObject({ result: { document: { file_name: 'd.txt' } } })
  })
})

describe('readers of bytes', () => {
  it('read multipart or refuse it, whatever it is', () => {
    const piece = fc.constantFrom(
      '--x',
      '--x--',
      '\r\n',
      '\r\n\r\n',
      'content-disposition: form-data',
      '; name=',
      '"a"',
      'filename=b',
      'x',
      '\0',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          for (const { name, data } of parseMultipart(
            Buffer.from(pieces.join('')),
            'multipart/form-data; boundary=x',
          )) {
            expect(typeof name).toBe('string')
            expect(data).toBeInstanceOf(Buffer)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(MultipartFailure)
        }
      }),
      { seed, numRuns: 5000 },
    )
  })

  it('know the size of a picture, and survive one that is cut short or changed', () => {
    expect(imageSize(png(640, 480))).toEqual({ width: 640, height: 480 })
    expect(imageSize(jpeg(640, 480))).toEqual({ width: 640, height: 480 })
    expect(imageSize(Buffer.from('GIF89a\x80\x02\xe0\x01', 'latin1'))).toEqual({ width: 640, height: 480 })
    const webp = Buffer.from(
      'RIFF....WEBPVP8X..........\x7f\x02\x00\xdf\x01\x00'.replace('..........', '\n\0\0\0\0\0\0\0'),
      'latin1',
    )
    expect(imageSize(webp)).toEqual({ width: 640, height: 480 })
    const whole = fc.constantFrom(png(640, 480), jpeg(640, 480), webp)
    fc.assert(
      fc.property(whole, fc.nat(60), fc.nat(60), fc.nat(255), (picture, length, index, value) => {
        const changed = Buffer.from(picture.subarray(0, length))
        if (index < changed.length) changed[index] = value
        imageSize(changed)
      }),
      { seed, numRuns: 5000 },
    )
  })
})
