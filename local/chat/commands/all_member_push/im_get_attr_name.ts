import type { Command } from '../command.ts'
import { userCommand } from './users.ts'

/** The names of attributes by slot, https://trtc.io/document/37168. */
export const imGetAttrName: Command = {
  ...userCommand('im_get_attr_name', ({ app }) => ({
    run: () => ({ AttrNames: Object.fromEntries(app.attributeNames) }),
  })),
  bodyOptional: true,
}
