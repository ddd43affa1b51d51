import { imAddTag } from './all_member_push/im_add_tag.ts'
import { imGetAttr } from './all_member_push/im_get_attr.ts'
import { imGetAttrName } from './all_member_push/im_get_attr_name.ts'
import { imGetTag } from './all_member_push/im_get_tag.ts'
import { imPush } from './all_member_push/im_push.ts'
import { imRemoveAllTags } from './all_member_push/im_remove_all_tags.ts'
import { imRemoveAttr } from './all_member_push/im_remove_attr.ts'
import { imRemoveTag } from './all_member_push/im_remove_tag.ts'
import { imSetAttr } from './all_member_push/im_set_attr.ts'
import { imSetAttrName } from './all_member_push/im_set_attr_name.ts'
import { getIPList } from './ConfigSvc/GetIPList.ts'
import type { Command } from './command.ts'
import { accountCheck } from './im_open_login_svc/account_check.ts'
import { accountDelete } from './im_open_login_svc/account_delete.ts'
import { accountImport } from './im_open_login_svc/account_import.ts'
import { kick } from './im_open_login_svc/kick.ts'
import { multiaccountImport } from './im_open_login_svc/multiaccount_import.ts'
import { getHistory } from './open_msg_svc/get_history.ts'
import { getappinfo } from './openconfigsvr/getappinfo.ts'
import { getnospeaking } from './openconfigsvr/getnospeaking.ts'
import { setnospeaking } from './openconfigsvr/setnospeaking.ts'
import { adminGetroammsg } from './openim/admin_getroammsg.ts'
import { adminMsgwithdraw } from './openim/admin_msgwithdraw.ts'
import { adminSetMsgRead } from './openim/admin_set_msg_read.ts'
import { batchsendmsg } from './openim/batchsendmsg.ts'
import { getC2cUnreadMsgNum } from './openim/get_c2c_unread_msg_num.ts'
import { importmsg } from './openim/importmsg.ts'
import { modifyC2cMsg } from './openim/modify_c2c_msg.ts'
import { queryOnlineStatus } from './openim/query_online_status.ts'
import { sendmsg } from './openim/sendmsg.ts'
import { getKeyValues } from './openim_msg_ext_http_svc/get_key_values.ts'
import { setKeyValues } from './openim_msg_ext_http_svc/set_key_values.ts'
import { createRobot } from './openim_robot_http_svc/create_robot.ts'
import { deleteRobot } from './openim_robot_http_svc/delete_robot.ts'
import { getAllRobots } from './openim_robot_http_svc/get_all_robots.ts'
import { portraitGet } from './profile/portrait_get.ts'
import { portraitSet } from './profile/portrait_set.ts'
import { createContactGroup } from './recentcontact/create_contact_group.ts'
import { delContactGroup } from './recentcontact/del_contact_group.ts'
import { deleteContact } from './recentcontact/delete.ts'
import { getContactGroup } from './recentcontact/get_contact_group.ts'
import { getList } from './recentcontact/get_list.ts'
import { markContact } from './recentcontact/mark_contact.ts'
import { searchContactGroup } from './recentcontact/search_contact_group.ts'
import { updateContactGroup } from './recentcontact/update_contact_group.ts'
import { blackListAdd } from './sns/black_list_add.ts'
import { blackListCheck } from './sns/black_list_check.ts'
import { blackListDelete } from './sns/black_list_delete.ts'
import { blackListGet } from './sns/black_list_get.ts'
import { friendAdd } from './sns/friend_add.ts'
import { friendCheck } from './sns/friend_check.ts'
import { friendDelete } from './sns/friend_delete.ts'
import { friendDeleteAll } from './sns/friend_delete_all.ts'
import { friendGet } from './sns/friend_get.ts'
import { friendGetList } from './sns/friend_get_list.ts'
import { friendImport } from './sns/friend_import.ts'
import { friendUpdate } from './sns/friend_update.ts'
import { groupAdd } from './sns/group_add.ts'
import { groupDelete } from './sns/group_delete.ts'
import { groupGet } from './sns/group_get.ts'

/** Every command the emulator speaks. */
export const commands: Command[] = [
  friendAdd,
  friendImport,
  friendUpdate,
  friendDelete,
  friendDeleteAll,
  friendCheck,
  friendGet,
  friendGetList,
  groupAdd,
  groupDelete,
  groupGet,
  blackListAdd,
  blackListDelete,
  blackListGet,
  blackListCheck,
  accountImport,
  multiaccountImport,
  accountDelete,
  accountCheck,
  portraitSet,
  portraitGet,
  kick,
  queryOnlineStatus,
  setnospeaking,
  getnospeaking,
  getList,
  deleteContact,
  createContactGroup,
  updateContactGroup,
  delContactGroup,
  markContact,
  searchContactGroup,
  getContactGroup,
  sendmsg,
  batchsendmsg,
  importmsg,
  modifyC2cMsg,
  adminGetroammsg,
  adminMsgwithdraw,
  adminSetMsgRead,
  getC2cUnreadMsgNum,
  setKeyValues,
  getKeyValues,
  imPush,
  imSetAttrName,
  imGetAttrName,
  imGetAttr,
  imSetAttr,
  imRemoveAttr,
  imGetTag,
  imAddTag,
  imRemoveTag,
  imRemoveAllTags,
  createRobot,
  deleteRobot,
  getAllRobots,
  getappinfo,
  getHistory,
  getIPList,
]

export function findCommand(service: string, name: string): Command | undefined {
  return commands.find((command) => command.service === service && command.name === name)
}
