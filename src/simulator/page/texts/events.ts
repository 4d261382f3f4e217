import type { Texts } from './text.ts'

/** Service messages: what happened in a chat. */
export const events = {
  createdGroup: {
    uz: '{who} «{title}» guruhini yaratdi',
    ru: '{who} создал(а) группу «{title}»',
    en: '{who} created the group “{title}”',
  },
  createdChannel: { uz: 'Kanal yaratildi', ru: 'Канал создан', en: 'Channel created' },
  joined: { uz: '{who} guruhga qo‘shildi', ru: '{who} теперь в группе', en: '{who} joined the group' },
  joinedByLink: {
    uz: '{who} havola orqali qo‘shildi',
    ru: '{who} теперь в группе (по ссылке)',
    en: '{who} joined via an invite link',
  },
  added: { uz: '{who} qo‘shdi: {people}', ru: '{who} добавил(а): {people}', en: '{who} added {people}' },
  left: { uz: '{who} guruhdan chiqdi', ru: '{who} покинул(а) группу', en: '{who} left the group' },
  removed: { uz: '{who} chiqarib yubordi: {people}', ru: '{who} удалил(а): {people}', en: '{who} removed {people}' },
  renamed: {
    uz: '{who} nomni «{title}»ga o‘zgartirdi',
    ru: '{who} изменил(а) название на «{title}»',
    en: '{who} changed the name to “{title}”',
  },
  becameSupergroup: {
    uz: 'Guruh superguruhga aylantirildi',
    ru: 'Группа преобразована в супергруппу',
    en: 'The group became a supergroup',
  },
  topicCreated: {
    uz: '{who} «{title}» mavzusini ochdi',
    ru: '{who} создал(а) тему «{title}»',
    en: '{who} opened the topic “{title}”',
  },
  topicRenamed: {
    uz: '{who} mavzu nomini «{title}»ga o‘zgartirdi',
    ru: '{who} переименовал(а) тему в «{title}»',
    en: '{who} renamed the topic to “{title}”',
  },
  topicWasClosed: { uz: '{who} mavzuni yopdi', ru: '{who} закрыл(а) тему', en: '{who} closed the topic' },
  topicReopened: { uz: '{who} mavzuni qayta ochdi', ru: '{who} снова открыл(а) тему', en: '{who} reopened the topic' },
  pinned: { uz: '{who} xabarni qadadi', ru: '{who} закрепил(а) сообщение', en: '{who} pinned a message' },
} as const satisfies Texts
