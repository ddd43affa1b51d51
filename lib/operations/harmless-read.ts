/**
 * A read that changes nothing, takes a signature that Chat accepts, and needs no account beside the administrator's: whether Chat knows
 * that one. It shows that an app's secret is right.
 */
export const harmlessRead = (app: string, adminUserId: string) => ({
  operation: 'accounts.check',
  body: { app, userIds: [adminUserId] },
})
