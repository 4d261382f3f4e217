import { counted } from '../../../bot/figures.ts'
import { phrases } from '../../../bot/language.ts'
import type { InEach } from '../../../bot/language.ts'
import { bold, code, lines, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'

export const daysInWords: InEach<(days: number) => string> = {
  uz: (days) => counted('uz', days, { one: 'kun', many: 'kun' }),
  ru: (days) => counted('ru', days, { one: 'день', few: 'дня', many: 'дней' }),
  en: (days) => counted('en', days, { one: 'day', many: 'days' }),
}

interface Asking {
  readonly who: Rich
  readonly id: number
  readonly username: string | null
  /** The day on which the access ended that they had. */
  readonly ended: string | null
}

const known = ({ username }: Asking): Rich => (username === null ? '' : ` (@${username})`)

export const texts = phrases({
  request: {
    uz: (asking: Asking): Rich =>
      lines(
        bold(asking.ended === null ? 'Yangi odam ruxsat so‘rayapti' : 'Yana ruxsat so‘ralyapti'),
        rich`${asking.who}${known(asking)}, raqami ${code(String(asking.id))}`,
        asking.ended !== null && rich`Ruxsati ${asking.ended} da tugagan.`,
      ),
    ru: (asking: Asking): Rich =>
      lines(
        bold(asking.ended === null ? 'Новый человек просит доступ' : 'Снова просят доступ'),
        rich`${asking.who}${known(asking)}, номер ${code(String(asking.id))}`,
        asking.ended !== null && rich`Доступ закончился ${asking.ended}.`,
      ),
    en: (asking: Asking): Rich =>
      lines(
        bold(asking.ended === null ? 'Somebody asks for access' : 'Somebody asks for access again'),
        rich`${asking.who}${known(asking)}, id ${code(String(asking.id))}`,
        asking.ended !== null && rich`Their access ended on ${asking.ended}.`,
      ),
  },
  requestGone: {
    uz: 'Bu so‘rov endi yo‘q.',
    ru: 'Этого запроса больше нет.',
    en: 'This request is gone.',
  },
  granted: {
    uz: (name: Rich, until: string, by: Rich): Rich => rich`✅ ${name}: ruxsat ${until} gacha. Javob berdi: ${by}.`,
    ru: (name: Rich, until: string, by: Rich): Rich => rich`✅ ${name}: доступ до ${until}. Ответил: ${by}.`,
    en: (name: Rich, until: string, by: Rich): Rich => rich`✅ ${name}: access until ${until}. Answered by ${by}.`,
  },
  banned: {
    uz: (name: Rich, by: Rich): Rich => rich`⛔️ ${name} bloklandi. Javob berdi: ${by}.`,
    ru: (name: Rich, by: Rich): Rich => rich`⛔️ ${name}: заблокирован. Ответил: ${by}.`,
    en: (name: Rich, by: Rich): Rich => rich`⛔️ ${name} is banned. Answered by ${by}.`,
  },
  isAdminNow: {
    uz: (name: Rich, by: Rich): Rich => rich`⭐️ ${name} endi administrator. Javob berdi: ${by}.`,
    ru: (name: Rich, by: Rich): Rich => rich`⭐️ ${name}: теперь администратор. Ответил: ${by}.`,
    en: (name: Rich, by: Rich): Rich => rich`⭐️ ${name} is an admin now. Answered by ${by}.`,
  },
  byYou: { uz: 'siz', ru: 'вы', en: 'you' },
  byOperator: { uz: 'server operatori', ru: 'оператор сервера', en: 'the operator' },
  ban: { uz: '⛔️ Bloklash', ru: '⛔️ Заблокировать', en: '⛔️ Ban' },
})
