import type { FaultAction } from '../faults/faults.ts'
import { descriptionStart } from '../faults/known-errors.ts'
import { BotError, badRequest, forbidden, tooManyRequests } from './bot-error.ts'

type FaultError = Extract<FaultAction, { type: 'error' }>

/**
 * The Bot API's sentence for an error that the world (or the control API) names in MTProto's words. What stands in no table is
 * passed on as `Bad Request: NAME`, which is what the Bot API server does (tdlib/telegram-bot-api, Client::fail_query_with_error).
 */
export function sentenceFor(name: string): BotError {
  const wait = /^(?:FLOOD|SLOWMODE|FLOOD_PREMIUM)_WAIT_(\d+)$/.exec(name)?.[1]
  if (wait !== undefined) return tooManyRequests(Number(wait))
  const refused = forbiddenSentences.get(name)
  return refused === undefined ? badRequest(sentences.get(name) ?? name) : forbidden(refused)
}

const forbiddenSentences = new Map([
  ['USER_IS_BLOCKED', 'bot was blocked by the user'],
  ['INPUT_USER_DEACTIVATED', 'user is deactivated'],
  ['USER_IS_BOT', "bot can't send messages to bots"],
])

const sentences = new Map([
  ['PEER_ID_INVALID', 'chat not found'],
  ['CHANNEL_PRIVATE', 'chat not found'],
  ['MESSAGE_EMPTY', 'message text is empty'],
  ['MESSAGE_TOO_LONG', 'message is too long'],
  ['MEDIA_CAPTION_TOO_LONG', 'message caption is too long'],
  [
    'MESSAGE_NOT_MODIFIED',
    'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  ],
  ['MESSAGE_AUTHOR_REQUIRED', "message can't be edited"],
  ['MESSAGE_EDIT_TIME_EXPIRED', "message can't be edited"],
  ['MESSAGE_ID_INVALID', 'message not found'],
  ['REPLY_MESSAGE_ID_INVALID', 'message to be replied not found'],
  ['MESSAGE_DELETE_FORBIDDEN', "message can't be deleted"],
  ['CHAT_FORWARDS_RESTRICTED', "message has protected content and can't be forwarded"],
  ['TOPIC_ID_INVALID', 'message thread not found'],
  ['CHAT_WRITE_FORBIDDEN', 'have no rights to send a message'],
  ['CHAT_SEND_PLAIN_FORBIDDEN', 'not enough rights to send text messages to the chat'],
  ['CHAT_SEND_MEDIA_FORBIDDEN', 'not enough rights to send media messages to the chat'],
  ['CHAT_SEND_PHOTOS_FORBIDDEN', 'not enough rights to send photos to the chat'],
  ['CHAT_SEND_VIDEOS_FORBIDDEN', 'not enough rights to send videos to the chat'],
  ['CHAT_SEND_AUDIOS_FORBIDDEN', 'not enough rights to send music to the chat'],
  ['CHAT_SEND_DOCS_FORBIDDEN', 'not enough rights to send documents to the chat'],
  ['CHAT_ADMIN_REQUIRED', 'not enough rights'],
  ['USER_ADMIN_INVALID', 'user is an administrator of the chat'],
  ['USER_CREATOR', "can't remove chat owner"],
  ['USER_NOT_PARTICIPANT', 'member not found'],
  ['CHANNEL_FORUM_MISSING', 'the chat is not a forum'],
  ['QUERY_ID_INVALID', 'query is too old and response timeout expired or query ID is invalid'],
])

/**
 * What a fault rule asks for: a whole sentence as it is, or a name. A name gets the Bot API's own sentence and code, unless the rule
 * gives another code: then it stands behind the words of that one.
 */
export function errorOfRule({ code, message, retryAfter, isCodeGiven }: FaultError): BotError {
  const wait = retryAfter ?? /retry after (\d+)/.exec(message)?.[1]
  const parameters = code === 429 && wait !== undefined ? { retry_after: Number(wait) } : {}
  if (!/^[A-Z][A-Z0-9_]+$/.test(message)) return new BotError(code, message, parameters)
  const sentence = sentenceFor(message)
  if (isCodeGiven !== true || sentence.code === code) return sentence
  const start = descriptionStart(code)
  return new BotError(code, start === undefined ? message : `${start}: ${message}`, parameters)
}
