/** Owns what belongs to nobody in particular, such as the control bot's own account. Telegram gives no person this id. */
export const installationId = 0

/** The setting that names the account whose token is the control bot's. */
export const controlBotKey = 'control-bot-account'
