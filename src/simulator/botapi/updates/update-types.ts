/** https://core.telegram.org/bots/api#update, the types that this server produces. */
export type UpdateType =
  | 'message'
  | 'edited_message'
  | 'channel_post'
  | 'edited_channel_post'
  | 'callback_query'
  | 'my_chat_member'
  | 'chat_member'

/** All names that allowed_updates may hold; those that are never produced here are remembered and told all the same. */
const known = new Set([
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'message_reaction',
  'message_reaction_count',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
])

const onlyWhenAsked: ReadonlySet<string> = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])

/** Unknown names are passed over, as Telegram does. */
export function knownTypes(names: readonly unknown[]): string[] {
  return [...new Set(names.filter((name): name is string => typeof name === 'string' && known.has(name)))]
}

/** An empty list stands for all, except those that a bot must ask for. */
export function isWanted(allowed: readonly string[], type: UpdateType): boolean {
  return allowed.length === 0 ? !onlyWhenAsked.has(type) : allowed.includes(type)
}
