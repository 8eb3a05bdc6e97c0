// Handlers for the daemon's messages; web/messages.py lists those that are not OSC.

/** @import { App } from './app.js' */
/** @import { Value } from './controls.js' */
/** @import { ImportOffers, ImportState } from './import.js' */
/** @import { MonitorEntry } from './monitor.js' */
/** @import { Position } from './position.js' */
/** @import { Sample } from './samples.js' */

import { byId } from './elements.js'
import { duration, title } from './samples.js'
import { sentence, shown } from './shown_text.js'
import { CONNECTED, NOT_RUNNING } from './state_texts.js'

const MAX_PATH = 300 // characters

/** @param {App} app */
export function handleMessages(app) {
  handleConnection(app)
  handlePageMessages(app)
  handleImports(app)
  handleOsc(app)
  handleReplies(app)
}

/** @param {App} app */
function handleImports(app) {
  const { socket, status } = app
  socket.on('/page/import', (/** @type {ImportState} */ state) => app.import.setState(state))
  socket.on('/page/import/offers', (/** @type {ImportOffers} */ offers) => app.import.setOffers(offers))
  socket.on('/page/import/refused', (/** @type {string} */ text) => {
    status.addError(sentence(text))
  })
}

/** @param {App} app */
function handleConnection({ socket, loader, monitor, commands, tools, status, listening, own }) {
  socket.on('connected', () => {
    status.setState('wait', CONNECTED)
    monitor.clear()
    listening.connected()
    if (byId('monitor', HTMLDetailsElement).open) socket.send('/page/monitor', 1)
    loader.load()
  })
  socket.on('disconnected', (/** @type {string} */ reason) => {
    loader.ready = false
    commands.disconnected()
    tools.batches.disconnected()
    own.disconnected()
    status.setState('bad', reason ? sentence(shown(reason.trim(), MAX_PATH)) : NOT_RUNNING)
  })
}

/** @param {App} app */
function handlePageMessages(app) {
  const { socket, loader, history, monitor, status } = app
  socket.on('/page/ready', () => {
    loader.ready = true
    app.updateState()
    app.own.recall()
    loader.loadConfidence()
  })
  socket.on('/page/quits', () => {
    byId('quit').hidden = false
  })
  socket.on('/page/shelf', () => {
    app.dragOut.offerShelf()
  })
  socket.on('/page/plays', (/** @type {number} */ others, /** @type {number} */ notes) => {
    app.listening.chosen(others, notes)
  })
  socket.on('/page/ports', (/** @type {number} */ port, /** @type {number} */ replyPort) => {
    byId('ports').textContent =
      `Send OSC to 127.0.0.1 port ${port}, for example /latentpad/generate 7 0.3 0.6. ` +
      `Replies go to the sending port and, after /latentpad/hello, to port ${replyPort}.`
  })
  socket.on('/page/samples', (/** @type {Sample[]} */ samples) => {
    history.replace(samples)
    app.tools.batches.refresh(history.samples)
    app.setCurrent(history.current)
  })
  socket.on(
    '/page/place',
    /** @type {Position['setOrigin']} */ ((...answer) => app.position.setOrigin(...answer)),
  )
  socket.on('/page/monitor', (/** @type {MonitorEntry[]} */ entries) => monitor.add(entries))
  socket.on('/page/silent', (/** @type {number} */ id, /** @type {string} */ reason) => socket.rejectSound(id, reason))
  socket.on('/page/wrong', (/** @type {string} */ text) => status.addError(text))
}

/** @param {App} app */
function handleOsc(app) {
  const { socket, pad, values } = app
  socket.on('/latentpad/welcome', (version, bundle, folder) => {
    byId('folder').textContent = `In ${shown(folder, MAX_PATH)}`
  })
  socket.on('/latentpad/bundle', (/** @type {string} */ name, /** @type {number} */ sounds, /** @type {string} */ path) => {
    app.bundles.play(name, sounds, path)
  })
  socket.on('/latentpad/listed', (id, index, of, name, sounds, path, missing) => {
    app.bundles.add(index, of, { name, sounds, path, missing: missing === 1 })
  })
  socket.on('/latentpad/point', (/** @type {number} */ x, /** @type {number} */ y) => {
    if (!pad.scrubbing) pad.put(x, y)
  })
  socket.on('/latentpad/value', (/** @type {string} */ key, /** @type {Value} */ value) => {
    values.set(key, value)
    app.controls?.show(key, value)
  })
}

/** @param {App} app */
function handleReplies(app) {
  const { socket, commands, tools, status } = app
  socket.on('/latentpad/done', (id, path, x, y, seed, sampleRate, nSamples, confidence, milliseconds, index, sample) => {
    if (sample?.kit) {
      tools.batches.add(id, index, sample)
      return
    }
    if (sample?.batch && milliseconds > 0) {
      showMember(app, sample, tools.batches.add(id, index, sample), commands.isOwn(id))
      return
    }
    if (sample) showSample(app, sample, milliseconds, commands.isOwn(id))
    if (milliseconds === 0) socket.send('/page/samples') // an undo: which samples are undone has changed
    commands.answered(id)
  })
  socket.on('/latentpad/progress', (/** @type {number[]} */ ...[id, done, of]) => tools.batches.progress(id, done, of))
  socket.on('/latentpad/finished', (/** @type {number} */ id, /** @type {string} */ folder) => {
    tools.batches.end(id, 'finished')
    if (tools.batches.families.get(id)?.plan.verb === 'kit') status.setMessage(`The kit is in ${folder}.`)
    commands.answered(id)
  })
  socket.on('/latentpad/dropped', (/** @type {number} */ id) => {
    tools.batches.end(id, 'cancelled')
    app.bundles.settle(id)
    commands.answered(id)
  })
  socket.on('/latentpad/kept', (/** @type {number} */ id, /** @type {string} */ path) => {
    commands.answered(id)
    socket.send('/page/samples')
    status.setMessage(`Kept as ${path}.`)
  })
  socket.on('/latentpad/located', (id, path, x, y, kind, certainty) => {
    app.own.located(id, { path, name: path.split('/').at(-1), x, y, kind, certainty })
    commands.answered(id)
  })
  socket.on('/latentpad/notice', (/** @type {string} */ text) => status.addError(text))
  socket.on('/latentpad/error', (/** @type {number} */ id, /** @type {string} */ code, /** @type {string} */ text) => {
    // errors of other OSC clients are shown in the monitor
    const isOwn = commands.isOwn(id)
    if (app.own.isGone(id)) return
    if (app.own.isOwn(id)) {
      status.setMessage('')
      status.addError(text)
      return
    }
    app.bundles.settle(id)
    if (code !== 'clamped' && tools.batches.end(id, 'stopped', text)) return
    if (code === 'history' && isOwn) status.setMessage(sentence(text))
    else if (isOwn || ['folder', 'wire', 'internal'].includes(code)) status.addError(text)
    if (code !== 'clamped') commands.answered(id)
  })
}

/**
 * Show a sample of a batch; the first one is played, and becomes the current one.
 * @param {App} app
 * @param {Sample} sample
 * @param {boolean} isFirst
 * @param {boolean} isOwn whether this page asked for it
 */
function showMember(app, sample, isFirst, isOwn) {
  if (isFirst) app.load(sample, isOwn || app.listening.playsOthers)
  app.history.add(sample, isFirst)
  app.setCurrent(app.history.current, true)
}

/**
 * Show a sample that was generated, or to which undo returned.
 * @param {App} app
 * @param {Sample} sample
 * @param {number} milliseconds 0 for undo
 * @param {boolean} isOwn whether this page asked for it
 */
function showSample(app, sample, milliseconds, isOwn) {
  const { history, pad, status } = app
  app.load(sample, isOwn || app.listening.playsOthers) // requested first, so that it sounds soonest
  history.add(sample)
  app.setCurrent(sample, true)
  if (!pad.scrubbing && (!sample.source || milliseconds === 0)) pad.put(sample.x, sample.y)
  const text = title(sample)
  if (milliseconds > 0) status.setMessage(`Generated ${text}, ${duration(sample)}, in ${Math.round(milliseconds)} ms.`)
  else status.setMessage(`Back to ${text}.`)
}
