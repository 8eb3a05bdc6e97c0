// The page: one more player of the instrument that OSC plays. Everything that sounds is made by the daemon.

import { Controls } from './controls.js'
import { Ear } from './ear.js'
import { Filter } from './filter.js'
import { Hand } from './hand.js'
import { History } from './history.js'
import { listen, listKeys } from './keys.js'
import { Line } from './line.js'
import { Loader } from './loader.js'
import { MapPicture } from './map.js'
import { Maker } from './maker.js'
import { Monitor } from './monitor.js'
import { Pad } from './pad.js'
import { Panel } from './panel.js'
import { seconds, title } from './samples.js'
import { remember, remembered, Theme } from './theme.js'
import { Voice } from './voice.js'
import { Words } from './words.js'

const CLOSER = 1.5
const PATIENCE = 2000

const byId = (id) => document.getElementById(id)
const words = new Words(Object.fromEntries(['state', 'said', 'complaints', 'place', 'placeSaid'].map((id) => [id, byId(id)])))
const line = new Line(`ws://${location.host}/socket`)
const voice = new Voice()
const ear = new Ear(line, voice, (said) => words.tell(said))
const map = new MapPicture(byId('map'))
const monitor = new Monitor(byId('lines'), byId('silence'))
const maker = new Maker(line, words)
const panel = new Panel(byId, (sample, name) => maker.keep(sample, name))
const history = new History(byId('history'), byId('nothing'), { choose, keep: keepOnce, reveal })
const filter = new Filter({ search: byId('search'), found: byId('found'), labels: byId('labels') }, (isShown) => map.filter(isShown))
const pad = new Pad(map, byId('tip'), ear, {
  ...{ audition, make, choose, autoplays },
  moved: () => line.say('/latentpad/xy', map.puck.x, map.puck.y),
  where: (said, spoken) => words.where(said, spoken),
})
const hand = new Hand(byId('map'), {
  hover: (...at) => pad.hover(...at),
  leave: () => pad.leave(),
  press: (...at) => pad.press(...at),
  scrub: (...at) => pad.scrub(...at),
  hold: (...at) => pad.hold(...at),
  cancel: () => pad.cancel(),
  release: (...at) => pad.release(...at),
  pan: (right, down) => pad.look((view) => view.pan(right, down)),
  zoom: (...how) => pad.look((view) => view.zoom(...how)),
})
const theme = new Theme(byId('theme'), () => {
  map.repaint()
  filter.repaint(map.palette)
  panel.repaint()
})

const loader = new Loader(line, {
  settings: (table) => controls || control(table),
  map: (chart) => {
    ear.clear()
    map.load(chart)
    filter.load(chart, map.palette)
  },
  names: (found) => {
    sounds = found
    Object.assign(pad, { names: sounds.names, lengths: sounds.seconds })
    filter.know(sounds.names)
  },
  known: (cells) => map.learn(cells),
  done: settle,
  failed: (said) => words.complain(said),
})

let controls = null
let sounds = { names: [], seconds: [] }
const values = new Map() // the settings, as far as they are told before there are controls

function control(settings) {
  controls = new Controls(byId('controls'), settings, (key, value) => line.say('/latentpad/set', key, value), audition)
  for (const [key, value] of values) controls.show(key, value)
  maker.controls = controls
  panel.settings = settings
  history.know(settings)
  if (panel.sample) panel.show(panel.sample)
}

// What the daemon says

line.on('found', () => {
  words.stand('wait', 'Connected; reading the map …')
  monitor.clear()
  if (byId('monitor').open) line.say('/page/monitor', 1)
  loader.load()
})
line.on('lost', () => {
  loader.ready = false
  maker.lost()
  words.stand('bad', 'latentpad is not running. Start it with the command latentpad; this page finds it by itself.')
})
line.on('/page/ready', () => {
  loader.ready = true
  settle()
  loader.shade()
})
line.on('/page/ports', (port, replyPort) => {
  byId('ports').textContent = `Send OSC to 127.0.0.1 port ${port}, for instance /latentpad/generate 7 0.3 0.6. Answers go to the
    port that it came from, and after /latentpad/hello also to ${replyPort}.`
})
line.on('/page/samples', (samples) => {
  history.take(samples)
  current(history.current)
})
line.on('/page/monitor', (lines) => monitor.take(lines))
line.on('/page/silent', (id, said) => line.silent(id, said))
line.on('/page/wrong', (said) => words.complain(said))
line.on('/latentpad/welcome', (version, bundle, folder, points) => {
  byId('bundle').textContent = `${bundle}: ${points.toLocaleString('en')} sounds`
  byId('folder').textContent = `In ${folder}`
})
line.on('/latentpad/point', (x, y) => pad.scrubbing || pad.put(x, y))
line.on('/latentpad/value', (key, value) => {
  values.set(key, value)
  controls?.show(key, value)
})
line.on('/latentpad/done', (id, path, x, y, seed, sampleRate, nSamples, confidence, milliseconds, sample) => {
  const own = maker.isOwn(id)
  if (sample) {
    // before all that is only to be seen; of several open pages the one in sight plays what others make
    look(sample, own || (byId('heed').checked && document.visibilityState === 'visible'))
    history.done(sample)
    current(sample, true)
    if (!pad.scrubbing) pad.put(sample.x, sample.y)
    if (milliseconds > 0) words.tell(`Made ${title(sample)}, ${seconds(sample)}, in ${Math.round(milliseconds)} ms.`)
    else words.tell(`Back to ${title(sample)}.`)
  }
  if (milliseconds === 0) line.say('/page/samples') // an undo: others are marked now
  maker.answered(id)
})
line.on('/latentpad/dropped', (id) => maker.answered(id))
line.on('/latentpad/kept', (id, path) => {
  maker.answered(id)
  line.say('/page/samples')
  words.tell(`Kept as ${path}.`)
})
line.on('/latentpad/error', (id, code, said) => {
  // what goes wrong between OSC and the daemon is in the monitor; what this page asked for is told here
  if (code === 'history' && maker.isOwn(id)) words.tell(`${said[0].toUpperCase()}${said.slice(1)}.`)
  else if (maker.isOwn(id) || ['folder', 'wire', 'internal'].includes(code)) words.complain(said)
  if (code !== 'clamped') maker.answered(id)
})

/** Say in words how things stand. */
function settle() {
  if (!line.open) return
  if (!loader.ready) words.stand('wait', 'latentpad is warming up; the very first start takes some seconds. The map can be looked at already.')
  else if (voice.askedFor > PATIENCE / 2) words.stand('wait', 'This browser plays no sound: is there an output, and may this page use it? Samples are made all the same.')
  else if (!voice.unlocked) words.stand('wait', `Click the map or press a key: browsers keep a page silent until then. ${whence()}`)
  else words.stand('good', '')
}

/** Say what is heard at the library's points. */
function whence() {
  if (sounds.audio) return 'Points of the library play their own files.'
  const where = sounds.library?.length ? `${sounds.library[0]} is not on this disk` : "The library's own audio is not on this disk"
  return `${where}: points play what the model makes of their sounds.`
}

// What can be done

/** Make a sample the current one; its picture is fetched, unless it comes with its sound. */
function current(sample, comes = false) {
  map.samples = [...history.samples.values()]
  map.current = sample
  map.draw('overlay')
  panel.show(sample)
  if (sample && !comes && panel.drawn !== sample.name) look(sample, false)
}

/** Fetch a sample's sound: for its picture, and to be heard if it is to be `aloud`. */
function look(sample, aloud) {
  ear.sample(sample.name, aloud, (heard) => panel.draw(sample.name, heard))
}

/** Choose a sample: play it, and bring it into sight. */
function choose(sample) {
  look(sample, true)
  history.choose(sample)
  current(sample, true)
  if (map.view.follow(sample.x, sample.y)) map.drawAll()
}

/** Play the point as it would sound, without making a sample. */
function audition() {
  controls?.say()
  if (loader.ready && voice.unlocked) ear.place(map.puck.x, map.puck.y)
}

function make() {
  const made = maker.make(map.puck, history.current, byId('dice').checked)
  if (made) look(made, true)
  else if (!loader.ready && line.open) words.tell('The sample comes as soon as latentpad is warm.')
}

function sibling() {
  maker.reseed()
  make()
}

function keepOnce(sample) {
  if (sample.kept) words.tell(`${title(sample)} is kept already: ${sample.kept}`)
  else maker.keep(sample)
}

function reveal(sample) {
  line.say('/page/show', sample.name)
}

function takeRecipe(sample) {
  maker.take(sample)
  pad.put(sample.x, sample.y, true)
  line.say('/latentpad/xy', sample.x, sample.y)
}

function playAgain() {
  if (history.current) look(history.current, true)
  else audition()
}

function beside(step) {
  if (history.current) choose(history.beside(step))
}

function withCurrent(action) {
  return () => (history.current ? action(history.current) : words.tell('No sample was made yet.'))
}

function autoplays() {
  return byId('autoplay').ariaPressed === 'true' && voice.unlocked && loader.ready
}

function toggleAutoplay() {
  const on = byId('autoplay').ariaPressed !== 'true'
  byId('autoplay').ariaPressed = String(on)
  remember('autoplay', on)
}

async function unlock() {
  if (voice.unlocked) return
  setTimeout(settle, PATIENCE) // a browser without an output never says so
  await voice.unlock()
  settle()
}

// Buttons, keys, and what this browser remembers

const closer = () => pad.look((view) => view.zoom(CLOSER, ...view.toScreen(map.puck.x, map.puck.y)))
const farther = () => pad.look((view) => view.zoom(1 / CLOSER))
const whole = () => pad.look((view) => view.whole())
const help = () => byId('help').showModal()
const rename = withCurrent(() => panel.name())
const undo = () => maker.undo()

const clicks = {
  ...{ make, sibling, undo, closer, farther, whole, rename, play: playAgain, autoplay: toggleAutoplay, ask: help },
  ...{ keep: withCurrent(keepOnce), show: withCurrent(reveal), recipe: withCurrent(takeRecipe) },
  ...{ theme: () => theme.next(), reset: () => controls?.reset() },
}
for (const [id, action] of Object.entries(clicks)) byId(id).addEventListener('click', () => action())
byId('monitor').addEventListener('toggle', () => line.say('/page/monitor', byId('monitor').open ? 1 : 0))
byId('volume').addEventListener('input', ({ target }) => {
  voice.volume = Number(target.value) ** 2
  remember('volume', target.value)
})
for (const kind of ['pointerdown', 'pointerup', 'keydown']) document.addEventListener(kind, unlock, { capture: true })

listKeys(byId('keys'))
listen({
  move: (right, up) => {
    pad.put(map.puck.x + right, map.puck.y + up, true)
    line.say('/latentpad/xy', map.puck.x, map.puck.y)
  },
  escape: () => hand.cancel() || panel.unname() || filter.clear() || byId('map').focus({ preventScroll: true }),
  enter: make, ' ': playAgain, s: sibling, p: audition, n: () => words.tell(pad.playNearest()), u: undo,
  k: withCurrent(keepOnce), r: rename, f: withCurrent(reveal), g: withCurrent(takeRecipe),
  d: withCurrent(() => byId('drag').click()), a: toggleAutoplay, t: () => theme.next(),
  '[': () => beside(-1), ']': () => beside(1), '+': closer, '-': farther, 0: whole, '/': () => byId('search').focus(), '?': help,
})

byId('autoplay').ariaPressed = String(remembered('autoplay') !== 'false')
byId('volume').value = remembered('volume') ?? 0.8
voice.volume = Number(byId('volume').value) ** 2

// For whoever wants to know from outside how the page is: tests, and the curious.
window.latentpad = { map, history, voice, line, panel, pad }

line.connect()
