import { type Account, newAccount } from './account.ts'
import type { App } from './app.ts'
import { leaveConversations } from './conversations.ts'
import { removeFriend, unblock } from './relations.ts'

// Which accounts an app has. https://trtc.io/document/34953, https://trtc.io/document/34955

/** The account of this app that a UserID names, if any. */
export function accountOf(app: App, userId: string): Account | undefined {
  const account = app.accounts.get(userId)
  return account?.otherApp ? undefined : account
}

/** Whether the UserID was deleted so short a time ago that it can't be imported again; only paid plans lock it. */
export function isLocked(app: App, userId: string, lockMs: number, now: number): boolean {
  const deletedAt = app.deleted.get(userId)
  return app.plan === 'paid' && deletedAt !== undefined && now - deletedAt < lockMs
}

/** Makes the account, or finds it: importing twice is importing once. */
export function importAccount(app: App, userId: string): Account {
  const account = app.accounts.get(userId) ?? newAccount(userId)
  app.accounts.set(userId, account)
  app.deleted.delete(userId)
  return account
}

/** Deletes an account with all that hangs on it: what others keep of it goes with what it kept itself, but for their messages. */
export function deleteAccount(app: App, userId: string, now: number): void {
  app.accounts.delete(userId)
  app.bots.delete(userId)
  app.deleted.set(userId, now)
  leaveConversations(app, userId)
  for (const other of app.accounts.values()) {
    removeFriend(other, userId)
    if (other.blocked.has(userId)) unblock(other, userId)
    other.pending.delete(userId)
  }
}
