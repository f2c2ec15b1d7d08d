// The whole of Bluesky on loopback: PLC, PDS and AppView, as @atproto/dev-env wires them.
// Needs DB_POSTGRES_URL. Prints one line of JSON when all of it answers; ends with its standard input.
'use strict'

const net = require('node:net')

// Whatever a package asks for, nothing is bound but loopback.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (where, ...rest) {
  const callbacks = rest.filter((one) => typeof one === 'function')
  if (typeof where === 'number' || typeof where === 'string') {
    return listen.call(this, { port: Number(where), host: '127.0.0.1' }, ...callbacks)
  }
  if (where && typeof where === 'object' && 'port' in where) {
    return listen.call(this, { ...where, host: '127.0.0.1' }, ...callbacks)
  }
  return listen.call(this, where, ...rest)
}
require('node:dns').setDefaultResultOrder('ipv4first')

async function main() {
  const { TestNetwork } = await import('@atproto/dev-env')
  const network = await TestNetwork.create({
    dbPostgresSchema: 'at',
    pds: { hostname: 'localhost', enableDidDocWithSession: true },
    bsky: { dbPostgresSchema: 'bsky' },
    plc: {},
    ozone: {},
  })
  process.stdout.write(`${JSON.stringify({ pds: network.pds.url, appview: network.bsky.url })}\n`)
  const stop = () => network.close().finally(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.stdin.once('end', stop).resume()
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
