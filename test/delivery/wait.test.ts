import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Peer } from '../../src/delivery/peer.ts'
import { Waits, clampUntil, laneOf, waitKeyText, waitMaxMs } from '../../src/delivery/wait.ts'
import type { WaitKey } from '../../src/delivery/wait.ts'

const nowMs = 1_790_000_000_000
const send: WaitKey = { type: 'lane', lane: 'send' }
const read: WaitKey = { type: 'lane', lane: 'read' }
const slow: WaitKey = { type: 'peer', peer: -1_001_234_567_890 as Peer }
const other: WaitKey = { type: 'peer', peer: -1_009_999_999_999 as Peer }
const campaign: WaitKey = { type: 'campaign', campaignId: 7 }

describe('waits', () => {
  it('hold back what needs their key, and nothing else', () => {
    const waits = new Waits()
    waits.note(slow, nowMs + 60_000)
    waits.note(read, nowMs + 90_000)

    expect(waits.freeAtMs([send, slow], nowMs)).toBe(nowMs + 60_000)
    expect(waits.freeAtMs([send, other], nowMs)).toBe(nowMs)
  })

  it('hold back until the last of several keys', () => {
    const waits = new Waits()
    waits.note(send, nowMs + 5_000)
    waits.note(slow, nowMs + 60_000)
    waits.note(campaign, nowMs + 30_000)

    expect(waits.freeAtMs([send, slow, campaign], nowMs)).toBe(nowMs + 60_000)
    expect(waits.freeAtMs([send, other, campaign], nowMs)).toBe(nowMs + 30_000)
  })

  it('are never cut short by an answer that came late', () => {
    const waits = new Waits()
    waits.note(send, nowMs + 60_000)
    waits.note(send, nowMs + 5_000)

    expect(waits.freeAtMs([send], nowMs)).toBe(nowMs + 60_000)
  })

  it('end at their instant, or when they are forgotten', () => {
    const waits = new Waits()
    waits.note(send, nowMs + 5_000)
    waits.note(slow, nowMs + 5_000)
    waits.forget(slow)

    expect(waits.freeAtMs([slow], nowMs)).toBe(nowMs)
    expect(waits.freeAtMs([send], nowMs + 5_000)).toBe(nowMs + 5_000)
  })

  it('let nothing go before any of its keys is free', () => {
    const noted = fc.array(fc.tuple(fc.constantFrom(send, read, slow, other, campaign), fc.nat(1_000)), {
      maxLength: 20,
    })

    fc.assert(
      fc.property(noted, fc.nat(1_000), (entries, laterMs) => {
        const waits = new Waits()
        for (const [key, forMs] of entries) waits.note(key, nowMs + forMs)
        const wanted = Math.max(
          nowMs + laterMs,
          ...entries.filter(([key]) => key === send || key === slow).map(([, forMs]) => nowMs + forMs),
        )

        expect(waits.freeAtMs([send, slow], nowMs + laterMs)).toBe(wanted)
      }),
    )
  })
})

describe('the key of a wait', () => {
  it('is a text that differs for each', () => {
    expect([send, read, slow, campaign].map(waitKeyText)).toEqual([
      'lane:send',
      'lane:read',
      'peer:-1001234567890',
      'campaign:7',
    ])
  })
})

describe('a stored wait', () => {
  it('is believed for 14 days at most', () => {
    expect(clampUntil(nowMs + 86_400_000, nowMs)).toBe(nowMs + 86_400_000)
    expect(clampUntil(nowMs + 365 * 86_400_000, nowMs)).toBe(nowMs + waitMaxMs)
    expect(waitMaxMs).toBe(1_209_600_000)
  })
})

describe('the lane of a method', () => {
  it.each([
    ['messages.sendMessage', 'send'],
    ['messages.SendMultiMedia', 'send'],
    ['messages.forwardMessages', 'send'],
    ['messages.editMessage', 'change'],
    ['channels.deleteMessages', 'change'],
    ['messages.deleteMessages', 'change'],
    ['sendMessage', 'send'],
    ['copyMessage', 'send'],
    ['editMessageText', 'send'],
    ['deleteMessage', 'send'],
    ['messages.getDialogs', 'read'],
    ['contacts.resolveUsername', 'read'],
    ['getChat', 'read'],
    ['channels.joinChannel', 'join'],
    ['channels.leaveChannel', 'join'],
    ['messages.importChatInvite', 'join'],
    ['messages.deleteChatUser', 'join'],
    ['upload.saveBigFilePart', 'transfer'],
    ['messages.uploadMedia', 'transfer'],
    ['getFile', 'transfer'],
  ])('%s is %s', (method, lane) => {
    expect(laneOf(method)).toBe(lane)
  })
})
