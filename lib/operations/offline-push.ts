import type { FromSchema } from 'json-schema-to-ts'
import type { offlinePush } from '../../schemas/sends.ts'

/** What phones show of a message, in Chat's words. Whether they show anything is always said. */
export const toOfflinePushInfo = ({
  enabled = true,
  title,
  text,
  data,
  android,
  apns,
}: FromSchema<typeof offlinePush>) => ({
  PushFlag: enabled ? 0 : 1,
  Title: title,
  Desc: text,
  Ext: data,
  AndroidInfo: android,
  ApnsInfo: apns,
})
