/** What --help says. */
export const USAGE = `Usage: npm run secret -- --stage NAME [options]

Creates the secret of an app, or checks it. The app's key is asked for where nobody sees it typed, or read from standard
input: it never stands on a command line, in a shell's history or in the output. A secret that is there is changed only with
--replace; its value before stays as AWSPREVIOUS, which the gateway goes back to while Chat takes only that.

What is meant:
  --app NAME          the app (default)
  --stage NAME        the stage: its file says the prefix, the region, the KMS key (keys.secrets) and the tags; or instead
                      of it CHAT_SECRET_PREFIX in the environment
  --local             the Secrets Manager of npm start, on this machine
  --region NAME       the AWS region, where no file says it; --profile NAME the profile of the AWS settings

What stands in the secret (what is left out stays as it is with --replace):
  --sdk-app-id N      the app's number, as the Chat console shows it
  --admin USERID      an administrator of the app (administrator)
  --chat-region NAME  where the app lives: china, singapore, seoul, tokyo, frankfurt, silicon-valley, jakarta or riyadh
  --endpoint URL      in place of the region's hosts; several with commas
  --integer-fields A  names of custom friend fields that take integers; several with commas
  --key-stdin         read the key from standard input, as from a password manager; else it is asked for
  --keep-key          with --replace: change the other members alone

What is done:
  --check             only read the secret and judge it as the gateway does
  --try               then have Chat say whether it takes the signature: one read that changes nothing
  --replace           change a secret that is there
  --json              print JSON
  --help              show this

Examples:
  npm run secret -- --stage prod --sdk-app-id 1400000000 --chat-region singapore --try
  pass show chat/prod | npm run -s secret -- --stage prod --replace --key-stdin
  npm run secret -- --stage prod --check --try

It takes secretsmanager:GetSecretValue, CreateSecret, PutSecretValue and TagResource on the secret, and kms:Decrypt and
kms:GenerateDataKey where it has a key of yours.

Exit codes: 0 the secret can be used, 1 it can't or something stands in the way, 2 a mistake on the command line,
130 interrupted.`
