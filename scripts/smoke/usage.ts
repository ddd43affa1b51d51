/** What --help says. */
export const USAGE = `Usage: npm run smoke -- --stage NAME [options]
       npm run smoke -- --url http://127.0.0.1:4000 [options]

Tries a deployment from its door to Chat, a line a step as it goes, and says which part fails and what mends it. It changes
nothing but what --account is for.

Where it is:
  --stage NAME      asks CloudFormation for the stack's state and address; its file says the region, where there is one
  --url URL         the address itself, such as that of npm start
  --region NAME     the AWS region, where nothing else says it; --profile NAME the profile of the AWS settings

What is tried:
  --app NAME        the app, or several with commas (what the stage's file says, else default)
  --account USERID  of the first app: its friend lists are read, and a list that is not there is deleted from them, as a
                    queued write that changes nothing; an account that Chat does not know is refused before that
  --events          on AWS: wait for the result of that write on the bus, by a rule and a queue of its own, which are taken
                    away at the end. It takes events:PutRule, PutTargets, RemoveTargets and DeleteRule, and
                    sqs:CreateQueue, ReceiveMessage and DeleteQueue on chat-gateway-NAME-smoke-*
  --bus-url URL     of npm start's event bus, where results are watched (http://127.0.0.1:4050)
  --expect VERSION  the version, or the commit, that is to answer
  --json            print JSON at the end, and no lines
  --help            show this

The caller needs execute-api:Invoke, cloudformation:DescribeStacks, and in the stage's policy health.check of each app; with
--account also friend-lists.get and friend-lists.delete.

Examples:
  npm run smoke -- --stage prod --account smoke-test
  npm run smoke -- --stage prod --app default,shop --account smoke-test --events --expect 3f2a9c1d0b7e --json
  npm run smoke -- --url http://127.0.0.1:4000 --account alice

Exit codes: 0 all well, 1 a part failed, 2 a mistake on the command line, 130 interrupted.`
