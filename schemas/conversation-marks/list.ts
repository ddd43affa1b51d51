import { count, listOf, pageAnswer, someText } from '../answer-parts.ts'
import { marks, namedConversation } from '../conversation.ts'

export { onePage as body } from '../fragments.ts'

const conversations = listOf({ ...namedConversation, marks }, ['marks'])
const groups = listOf({ name: someText, conversationGroupId: count }, ['name', 'conversationGroupId'])

export const answer = pageAnswer({ conversations, groups }, ['conversations', 'groups'])
