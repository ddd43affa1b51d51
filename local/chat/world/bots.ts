import type { Account } from './account.ts'
import { importAccount } from './accounts.ts'
import type { App } from './app.ts'

// Accounts that answer by themselves. https://trtc.io/document/55281

export const BOT_PREFIX = '@RBT#'

/** Puts a bot into service, and makes its account where there is none. */
export function createBot(app: App, userId: string): Account {
  app.bots.add(userId)
  return importAccount(app, userId)
}

/** Takes a bot out of service; its account stays. */
export function deleteBot(app: App, userId: string): void {
  app.bots.delete(userId)
}
