import type { User } from '../../world/model.ts'
import { optional } from './view.ts'
import type { Json } from './view.ts'

/** https://core.telegram.org/bots/api#user */
export function userView(user: User): Json {
  const isBot = user.bot !== null
  return {
    id: user.id,
    is_bot: isBot,
    first_name: user.firstName,
    ...optional('last_name', user.lastName),
    ...optional('username', user.username),
    ...optional('language_code', isBot ? null : user.languageCode),
    ...optional('is_premium', user.premium),
  }
}

/** What only getMe tells. */
export function ownUserView(user: User): Json {
  return {
    ...userView(user),
    username: user.username ?? `bot_${user.id}`,
    can_join_groups: true,
    can_read_all_group_messages: user.bot?.privacy === false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  }
}
