import { phrases } from './language.ts'

/** What the bot itself says, on every screen of every feature. */
export const texts = phrases({
  back: { uz: '⬅️ Orqaga', ru: '⬅️ Назад', en: '⬅️ Back' },
  home: { uz: '🏠 Bosh sahifa', ru: '🏠 Главная', en: '🏠 Home' },
  cancel: { uz: '✖️ Bekor qilish', ru: '✖️ Отмена', en: '✖️ Cancel' },
  cancelled: { uz: 'Bekor qilindi.', ru: 'Отменено.', en: 'Cancelled.' },
  oldButton: {
    uz: 'Bu tugma eskirgan. Hozirgi sahifa mana.',
    ru: 'Эта кнопка устарела. Вот текущий экран.',
    en: 'This button is old. Here is the current screen.',
  },
  tooFast: {
    uz: 'Juda tez-tez bosyapsiz. Bir necha soniya kuting, so‘ng davom eting.',
    ru: 'Слишком часто. Подождите несколько секунд и продолжайте.',
    en: 'That is too fast. Wait a few seconds, then go on.',
  },
  failed: {
    uz: 'Bizda xatolik yuz berdi. Birozdan keyin qayta urinib ko‘ring.',
    ru: 'У нас что-то сломалось. Попробуйте ещё раз чуть позже.',
    en: 'Something went wrong on our side. Try again in a moment.',
  },
  givenUp: {
    uz: 'Oxirgi amalingiz bajarilmadi: dastur unda uch marta to‘xtab qoldi. Qayta urinib ko‘ring; administratorlarga xabar berdik.',
    ru: 'Ваше последнее действие не выполнено: программа трижды на нём остановилась. Попробуйте ещё раз; администраторы уже знают.',
    en: 'What you did last was not done: the program stopped at it three times. Try again; the administrators have been told.',
  },
  notHere: {
    uz: 'Bu yerda yozish kerak emas. Tugmalardan foydalaning.',
    ru: 'Здесь ничего писать не нужно. Пользуйтесь кнопками.',
    en: 'There is nothing to write here. Use the buttons.',
  },
  unknownCommand: {
    uz: 'Bunday buyruq yo‘q. /help barcha buyruqlarni ko‘rsatadi.',
    ru: 'Такой команды нет. /help покажет все.',
    en: 'There is no such command. /help lists them.',
  },
  keyboardGone: { uz: '👌', ru: '👌', en: '👌' },
})
