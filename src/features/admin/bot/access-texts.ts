import { phrases } from '../../../bot/language.ts'
import { bold, lines, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'

/** What people are told about their own access. */
export const accessTexts = phrases({
  shortened: {
    uz: (until: string): Rich =>
      lines(
        bold('Ruxsatingiz muddati qisqartirildi.'),
        rich`U endi ${until} gacha amal qiladi, keyin e’lonlaringiz to‘xtab turadi.`,
      ),
    ru: (until: string): Rich =>
      lines(
        bold('Ваш доступ сократили.'),
        rich`Теперь он действует до ${until}, потом ваши рассылки встанут на паузу.`,
      ),
    en: (until: string): Rich =>
      lines(
        bold('Your access was shortened.'),
        rich`It lasts until ${until} now; after that your campaigns are paused.`,
      ),
  },
  pressStart: {
    uz: 'Boshlash uchun /start bosing.',
    ru: 'Нажмите /start, чтобы начать.',
    en: 'Press /start to begin.',
  },
  someArePaused: {
    uz: (count: string): Rich => rich`Ruxsat tugaganda to‘xtatilgan e’lonlar: ${count}. Davom ettiramizmi?`,
    ru: (count: string): Rich => rich`Рассылок приостановлено, когда доступ закончился: ${count}. Продолжить?`,
    en: (count: string): Rich => rich`Campaigns paused when your access ended: ${count}. Go on with them?`,
  },
  resume: { uz: '▶️ Davom ettirish', ru: '▶️ Продолжить', en: '▶️ Resume' },
  resumed: {
    uz: (count: string): Rich => rich`▶️ Davom ettirilgan e’lonlar: ${count}.`,
    ru: (count: string): Rich => rich`▶️ Рассылок возобновлено: ${count}.`,
    en: (count: string): Rich => rich`▶️ Campaigns resumed: ${count}.`,
  },
  ending: {
    uz: (left: string, until: string): Rich =>
      lines(
        bold(`Ruxsatingiz ${left}dan keyin tugaydi.`),
        rich`U ${until} gacha amal qiladi, keyin e’lonlaringiz to‘xtab turadi.`,
      ),
    ru: (left: string, until: string): Rich =>
      lines(bold(`До конца доступа: ${left}.`), rich`Он действует до ${until}, потом ваши рассылки встанут на паузу.`),
    en: (left: string, until: string): Rich =>
      lines(bold(`Your access ends in ${left}.`), rich`It lasts until ${until}; after that your campaigns are paused.`),
  },
  ended: {
    uz: (day: string): Rich => lines(bold('Ruxsatingiz tugadi.'), rich`U ${day} gacha edi.`),
    ru: (day: string): Rich => lines(bold('Ваш доступ закончился.'), rich`Он действовал до ${day}.`),
    en: (day: string): Rich => lines(bold('Your access has ended.'), rich`It lasted until ${day}.`),
  },
  endedCampaigns: {
    uz: 'E’lonlaringiz to‘xtatib turilibdi, hech narsa yo‘qolmagan. Ruxsat uzaytirilsa, bitta tugma bilan davom ettirasiz.',
    ru: 'Рассылки на паузе, ничего не потеряно. Когда доступ продлят, вы продолжите их одной кнопкой.',
    en: 'Your campaigns are paused and nothing is lost. When it is renewed, one button resumes them.',
  },
})

/** By what somebody has access. */
export const givenTexts = phrases({
  new: {
    uz: (until: string): Rich => lines(bold('Ruxsat berildi!'), rich`${until} gacha amal qiladi.`),
    ru: (until: string): Rich => lines(bold('Доступ открыт!'), rich`Действует до ${until}.`),
    en: (until: string): Rich => lines(bold('You are in!'), rich`Your access lasts until ${until}.`),
  },
  longer: {
    uz: (until: string): Rich => lines(bold('Ruxsatingiz uzaytirildi.'), rich`Endi ${until} gacha amal qiladi.`),
    ru: (until: string): Rich => lines(bold('Ваш доступ продлён.'), rich`Теперь он действует до ${until}.`),
    en: (until: string): Rich => lines(bold('Your access was extended.'), rich`It lasts until ${until} now.`),
  },
  again: {
    uz: (until: string): Rich => lines(bold('Sizga yana ruxsat berildi.'), rich`${until} gacha amal qiladi.`),
    ru: (until: string): Rich => lines(bold('Доступ снова открыт.'), rich`Действует до ${until}.`),
    en: (until: string): Rich => lines(bold('You have access again.'), rich`It lasts until ${until}.`),
  },
  unbanned: {
    uz: (until: string): Rich =>
      lines(bold('Siz blokdan chiqarildingiz.'), rich`Ruxsatingiz ${until} gacha amal qiladi.`),
    ru: (until: string): Rich => lines(bold('Вы разблокированы.'), rich`Ваш доступ действует до ${until}.`),
    en: (until: string): Rich => lines(bold('You are banned no more.'), rich`Your access lasts until ${until}.`),
  },
})
