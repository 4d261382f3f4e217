import { counted, figure } from '../../../bot/figures.ts'
import type { Forms } from '../../../bot/figures.ts'
import { phrases } from '../../../bot/language.ts'
import type { InEach, Language } from '../../../bot/language.ts'
import { bold, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'

const messageForms: InEach<Forms> = {
  uz: { one: 'ta xabar', many: 'ta xabar' },
  ru: { one: 'сообщение', few: 'сообщения', many: 'сообщений' },
  en: { one: 'message', many: 'messages' },
}

function messagesIn(language: Language, count: number): string {
  return counted(language, count, messageForms[language])
}

/** What is said of what a campaign would do. */
export const aheadTexts = phrases({
  ahead: { uz: '🔮 Nima bo‘ladi?', ru: '🔮 Что будет?', en: '🔮 What will happen?' },
  head: {
    uz: bold('Keyingi aylanishda shunday bo‘ladi'),
    ru: bold('Так пройдёт следующий круг'),
    en: bold('This is how the next round goes'),
  },
  nothingIsSent: {
    uz: 'Bu faqat reja: hozir hech narsa yuborilmaydi.',
    ru: 'Это только план: сейчас ничего не отправляется.',
    en: 'This is only the plan: nothing is sent now.',
  },
  begins: {
    uz: (at: string) => `Boshlanishi: ${at}`,
    ru: (at: string) => `Начало: ${at}`,
    en: (at: string) => `Begins: ${at}`,
  },
  beginsWithStart: {
    uz: 'Boshlanishi: «Boshlash»ni bosganingizda.',
    ru: 'Начало: как только нажмёте «Запустить».',
    en: 'Begins: when you press “Start”.',
  },
  more: {
    uz: (count: number) => `… va yana ${figure('uz', count)} ta`,
    ru: (count: number) => `… и ещё ${figure('ru', count)}`,
    en: (count: number) => `… and ${figure('en', count)} more`,
  },
  ownMark: {
    uz: '💬 shu guruhning alohida matni',
    ru: '💬 свой текст этой группы',
    en: '💬 a text of that group’s own',
  },
  total: {
    uz: (count: number) => `Jami: ${messagesIn('uz', count)}`,
    ru: (count: number) => `Всего: ${messagesIn('ru', count)}`,
    en: (count: number) => `In all: ${messagesIn('en', count)}`,
  },
  ends: {
    uz: (at: string) => `Tugashi: taxminan ${at}`,
    ru: (at: string) => `Закончится примерно ${at}`,
    en: (at: string) => `Over at about ${at}`,
  },
  mayNot: {
    uz: (count: number, some: string): Rich => rich`❌ Akkaunt yoza olmaydi: ${figure('uz', count)} ta (${some})`,
    ru: (count: number, some: string): Rich => rich`❌ Аккаунт не может писать: ${figure('ru', count)} (${some})`,
    en: (count: number, some: string): Rich =>
      rich`❌ The account may not write there: ${figure('en', count)} (${some})`,
  },
  accountRests: {
    uz: (count: number, account: string): Rich =>
      rich`❌ ${account} hozir yubora olmaydi: ${figure('uz', count)} ta guruh kutib qoladi. Sababi «Akkauntlar» bo‘limida.`,
    ru: (count: number, account: string): Rich =>
      rich`❌ ${account} сейчас не отправляет: групп без сообщения ${figure('ru', count)}. Причина в разделе «Аккаунты».`,
    en: (count: number, account: string): Rich =>
      rich`❌ ${account} cannot send now: groups left without it, ${figure('en', count)}. “Accounts” says why.`,
  },
  cutOff: {
    uz: (count: number) =>
      `⚠️ Navbati yetmaydi: ${figure('uz', count)} ta. Ungacha keyingi aylanish boshlanadi, navbat o‘shanda ulardan boshlanadi.`,
    ru: (count: number) =>
      `⚠️ Не успеют: ${figure('ru', count)}. Раньше начнётся следующий круг, и очередь пойдёт с них.`,
    en: (count: number) =>
      `⚠️ Not reached in time: ${figure('en', count)}. The next round begins before, and begins about with them.`,
  },
  others: {
    uz: 'Akkauntning boshqa e’lonlari va Telegram so‘ragan kutishlar buni kechiktirishi mumkin.',
    ru: 'Другие рассылки аккаунта и паузы, о которых просит Telegram, могут это отодвинуть.',
    en: 'Other campaigns of the account, and waits that Telegram asks for, may delay it.',
  },
  noMore: {
    uz: 'O‘zicha boshlanadigan boshqa aylanish yo‘q.',
    ru: 'Больше кругов сам по себе не будет.',
    en: 'No further round begins by itself.',
  },
  problem: {
    uz: '⛔️ Hozir boshlab bo‘lmaydi:',
    ru: '⛔️ Сейчас запустить нельзя:',
    en: '⛔️ It could not start now:',
  },
})
