/** What is packaged, as `custom.version` of serverless.yml: the package's version and the commit, of the checkout and not of the folder that osls runs in. */
module.exports = async () => (await import('../scripts/version.ts')).versionOf()
