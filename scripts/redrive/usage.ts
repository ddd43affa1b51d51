/** What --help says. */
export const USAGE = `Usage: npm run redrive -- [options]

Shows what rests in the two dead-letter queues, and with --run gives it another try: jobs that the worker gave up go on
with what was left of them, events that never became a job are handed to the events function again under their own ids.
Without --run nothing changes.

Which letters (all of them, unless told otherwise):
  --queue NAME       jobs, events or all (all)
  --reason CODE      only these; several with commas, or by giving it again
  --app NAME         only of this app
  --operation NAME   only of this operation, such as friends.update
  --older-than AGE   only those that have rested for so long: 90s, 30m, 2h, 7d
  --newer-than AGE   only those that have not
  --limit N          N letters at most are redriven or dropped

What is done with them:
  --run              do it; without it they are only shown
  --force            also those marked "written since": the worker has written their account since they were laid down, so
                     older values may replace newer ones. Only the worker's writes are known: a write over HTTP that was
                     answered at once leaves no trace here, so a letter without the mark may be the older one as well
  --drop             remove letters that nothing can be made of: no job, fits no job, job gone, ended since,
                     left out, untold, unreadable
  --foreign SENDER   also those that this sender, or SQS from this queue, laid down: none of the gateway's functions, as the
                     column SENDER shows it. Look at what they say first: they may have anything done as anybody. Those that
                     EventBridge could not deliver have a sender of AWS's own; several with commas, or by giving it again
  --discard          remove letters instead of redriving them; needs --reason
  --json             print JSON

Where they are:
  --stage NAME       the stage of the deployment; or instead of it, in the environment: JOBS_DEAD_LETTER_QUEUE_URL,
                     EVENTS_DEAD_LETTER_QUEUE_URL, JOBS_QUEUE_URL, JOBS_TABLE and EVENTS_FUNCTION
  --region NAME      the AWS region, where the stage's file does not say it; else, like the credentials, as the AWS SDK
                     finds it (AWS_REGION, AWS_PROFILE, …)
  --local            what npm start has brought up on this machine
  --queues-port N, --tables-port N, --lambda-port N
                     ports of its SQS, DynamoDB and Lambda (4040, 4030, 4060)
  CHAT_DEFAULT_APP in the environment, where the deployment has set it and its file is not here.

  --help             show this

Examples:
  npm run redrive -- --stage prod                                           what rests there, and why
  npm run redrive -- --stage prod --reason UPSTREAM_UNREACHABLE --run       Chat was down; it is up again
  npm run redrive -- --stage prod --queue jobs --older-than 2h --limit 10 --run
  npm run redrive -- --stage prod --reason ACCOUNT_NOT_FOUND --discard --run
  npm run redrive -- --local

Exit codes: 0 done, 1 something failed, 2 a mistake on the command line, 130 interrupted.`
