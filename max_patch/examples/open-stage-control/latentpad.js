// Custom module of Open Stage Control for latentpad.json: subscribes to latentpad, and puts its answers into words.
/* global app, module, receive, send, setInterval, settings */

const PREFIX = '/latentpad/'
const PING = 3000 // milliseconds from one ping to the next
const LOST = 8000 // milliseconds without an answer until latentpad counts as lost
const CONTROLS = ['variation', 'length', 'pitch', 'decay', 'tone', 'trigger']

const [HOST, PORT] = (settings.read('send') || ['127.0.0.1:9310'])[0].split(':')
const RECEIVE_PORT = settings.read('osc-port') || settings.read('port') || 8080

let heard = 0 // when the last answer came

function say(verb, ...args) {
  send(HOST, Number(PORT), PREFIX + verb, ...args)
}

function whole(value) {
  return {type: 'i', value}
}

function hello() {
  say('hello', whole(RECEIVE_PORT), 'Open Stage Control')
}

function ask() {
  if (Date.now() - heard > LOST) {
    receive('/connection', 'no answer')
    hello()
  }
  say('ping', whole(0))
}

function fileName(path) {
  return path.split('/').pop()
}

// What an answer's widget is to show, or nothing if no widget is to change.
const words = {
  welcome([, bundle, , points]) {
    for (const key of [...CONTROLS, 'seed']) say('get', key)
    return `${bundle}: ${points} sounds`
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
    const numbers = `x ${x.toFixed(3)}   y ${y.toFixed(3)}   seed ${seed}`
    receive('/details', `${numbers}   confidence ${confidence.toFixed(2)}   ${milliseconds.toFixed(0)} ms`)
    receive(PREFIX + 'busy', 'ready')
    receive(PREFIX + 'error', '')
    return fileName(path)
  },
  kept([, path]) {
    return `kept ${fileName(path)}`
  },
  error([, code, text]) {
    receive(PREFIX + 'busy', 'ready')
    return `${code}: ${text}`
  },
}

function start() {
  setInterval(ask, PING)
  app.on('sessionOpened', hello)
  hello()
}

module.exports = {
  init: start,
  reload: start,

  oscInFilter(data) {
    if (!data.address.startsWith(PREFIX)) return data
    heard = Date.now()
    const verb = data.address.slice(PREFIX.length)
    const args = data.args.map((argument) => argument.value)
    if (verb === 'value') {
      // a control listens at the address that it sends to
      return CONTROLS.includes(args[0]) ? {...data, address: PREFIX + 'set'} : data
    }
    if (verb === 'point') return {...data, address: PREFIX + 'xy'} // somebody else's finger moves the pad here
    if (!words[verb]) return data
    const shown = words[verb](args)
    if (shown !== undefined) return {...data, args: [{type: 's', value: shown}]}
  },
}
