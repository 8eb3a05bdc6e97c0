// Custom module of Open Stage Control for latentpad.json: subscribes to latentpad, and shows its replies as text.

const PREFIX = '/latentpad/'
const PING = 3000 // milliseconds from one ping to the next
const LOST = 8000 // milliseconds without a reply after which latentpad counts as lost
const HELLO_EVERY = 5 // pings; a latentpad that was started again answers them, but has no subscribers
const CONTROLS = ['variation', 'length', 'pitch', 'decay', 'tone', 'detail', 'dynamics', 'trigger']

const [HOST, PORT] = (settings.read('send') || ['127.0.0.1:9310'])[0].split(':')
const RECEIVE_PORT = settings.read('osc-port') || settings.read('port') || 8080

let lastReply = 0 // in milliseconds
let pings = 0

/** Send a message to latentpad. @param {string} verb @param {...any} args */
function say(verb, ...args) {
  send(HOST, Number(PORT), PREFIX + verb, ...args)
}

/** Return an integer argument. @param {number} value */
function integer(value) {
  return {type: 'i', value}
}

function hello() {
  say('hello', integer(RECEIVE_PORT), 'Open Stage Control')
}

function ping() {
  const isLost = Date.now() - lastReply > LOST
  if (isLost) receive('/connection', 'no answer')
  if (isLost || ++pings % HELLO_EVERY === 0) hello()
  say('ping', integer(0))
}

/** @param {string} path */
function fileName(path) {
  return path.split('/').pop()
}

// The text that a reply's widget shows, or nothing to leave it as it is.
/** @type {Record<string, (args: any[]) => string | void>} */
const texts = {
  welcome([, bundle, , points]) {
    for (const key of [...CONTROLS, 'seed']) say('get', key)
    return `${bundle}: ${points} sounds`
  },
  bundle([name, sounds]) {
    receive(PREFIX + 'welcome', `${name}: ${sounds} sounds`)
  },
  pong() {
    receive('/connection', 'connected')
  },
  busy() {
    return 'rendering'
  },
  dropped() {
    receive(PREFIX + 'busy', 'dropped')
  },
  done([, path, x, y, seed, , , confidence, milliseconds]) {
    const point = `x ${x.toFixed(3)}   y ${y.toFixed(3)}   seed ${seed}`
    receive('/details', `${point}   confidence ${confidence.toFixed(2)}   ${milliseconds.toFixed(0)} ms`)
    receive(PREFIX + 'busy', 'ready')
    receive(PREFIX + 'error', '')
    return fileName(path)
  },
  kept([, path]) {
    return `kept ${fileName(path)}`
  },
  notice([text]) {
    receive(PREFIX + 'error', text)
  },
  error([, code, text]) {
    receive(PREFIX + 'busy', 'ready')
    return `${code}: ${text}`
  },
}

function start() {
  setInterval(ping, PING)
  app.on('sessionOpened', hello)
  hello()
}

module.exports = {
  init: start,
  reload: start,

  /** Return the message that a widget gets in place of one from latentpad. @param {any} data */
  oscInFilter(data) {
    if (!data.address.startsWith(PREFIX)) return data
    lastReply = Date.now()
    const verb = data.address.slice(PREFIX.length)
    const args = data.args.map((/** @type {any} */ argument) => argument.value)
    if (verb === 'value') {
      // a control listens at the address that it sends to
      return CONTROLS.includes(args[0]) ? {...data, address: PREFIX + 'set'} : data
    }
    if (verb === 'point') return {...data, address: PREFIX + 'xy'} // another client moves the pad here
    if (!texts[verb]) return data
    const text = texts[verb](args)
    if (text !== undefined) return {...data, args: [{type: 's', value: text}]}
  },
}
