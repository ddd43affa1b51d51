/** Numbers that an app's own webhooks may answer with, of the chain and of one-to-one messages; their meaning is the app's. */
export const webhookCodes = {
  code: 'REFUSED_BY_WEBHOOK',
  bounds: [
    { of: 'friends', from: 38_000, to: 39_000 },
    { of: 'one-to-one messages', from: 120_001, to: 130_000 },
  ],
} as const
