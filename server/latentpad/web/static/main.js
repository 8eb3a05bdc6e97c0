// The page: one more player of the instrument that OSC plays. Everything that sounds is made by the daemon.

import { Controls } from './controls.js'
import { Filter } from './filter.js'
import { Hand } from './hand.js'
import { fileName, handOut, History, recipe, seconds, title } from './history.js'
import { KEYS, listen, listKeys } from './keys.js'
import { Line } from './line.js'
import { MapPicture } from './map.js'
import { Monitor } from './monitor.js'
import { drawSpectrogram, drawWave } from './pictures.js'
import { Voice } from './voice.js'

const REACH = 10 // pixels from a point that still mean it
const SCRUB_EVERY = 90 // milliseconds: what is scrubbed over is to be heard, not only to click
const MOVE_EVERY = 30
const HELD_SOUNDS = 200 // library sounds that the page remembers
const RETRY = 2000

const byId = (id) => document.getElementById(id)
const line = new Line(`ws://${location.host}/socket`)
const voice = new Voice()
const map = new MapPicture(byId('map'))
const monitor = new Monitor(byId('lines'), byId('silence'))
const history = new History(byId('history'), byId('nothing'), {
  choose: (sample) => choose(sample),
  keep: (sample) => keep(sample),
  reveal: (sample) => line.say('/page/show', sample.name),
})
const filter = new Filter({ search: byId('search'), found: byId('found'), labels: byId('labels') }, (isShown) => {
  const shown = map.points.filter(isShown)
  const seen = new Set(map.points.ranks.filter((_, i) => map.points.visible[i]))
  map.labels.forEach((label, rank) => (label.hidden = !seen.has(rank)))
  map.draw('points', 'overlay')
  return shown
})

let controls = null
let settings = []
let sounds = { names: [], seconds: [] }
let ready = false
let digest = ''
let asked = Math.floor(Math.random() * 1e6) * 1000 + 1
const awaited = new Set()
const held = new Map()

// What the daemon says

line.on('found', async () => {
  state('wait', 'Connected; reading the map …')
  try {
    await load()
  } catch (error) {
    complain(`The map could not be read: ${error.message}`)
    setTimeout(() => location.reload(), RETRY)
  }
})
line.on('lost', () => {
  ready = false
  awaited.clear()
  state('bad', 'latentpad is not running. Start it with the command latentpad; this page finds it by itself.')
})
line.on('/page/ready', () => {
  ready = true
  settle()
})
line.on('/page/ports', (port, replyPort) => {
  byId('ports').textContent = `Send OSC to 127.0.0.1 port ${port}, for instance /latentpad/generate 7 0.3 0.6. Answers go to the
    port that it came from, and after /latentpad/hello also to ${replyPort}.`
})
line.on('/page/samples', (samples) => {
  history.take(samples)
  if (!history.current) return
  select(history.current)
  if (!current) line.hear('sample', history.current.name).then(picture, () => {})
})
line.on('/page/monitor', (lines) => monitor.take(lines))
line.on('/page/silent', (id, words) => line.silent(id, words))
line.on('/page/wrong', complain)
line.on('/latentpad/welcome', (version, bundle, folder, points) => {
  byId('bundle').textContent = `${bundle}: ${points.toLocaleString('en')} sounds`
  byId('folder').textContent = `In ${folder}`
})
line.on('/latentpad/point', (x, y) => {
  if (!scrubbing) movePuck(x, y)
})
line.on('/latentpad/value', (key, value) => controls?.show(key, value))
line.on('/latentpad/done', (id, path, x, y, seed, sampleRate, nSamples, confidence, milliseconds, sample) => {
  const own = awaited.delete(id)
  if (!sample) return
  if (own || byId('heed').checked) play(sample) // before all that is only to be seen
  const isNew = history.done(sample)
  select(sample)
  if (!scrubbing) movePuck(sample.x, sample.y)
  tell(`${isNew ? 'Made' : 'Back to'} ${title(sample)}, ${seconds(sample)}${isNew ? `, in ${Math.round(milliseconds)} ms` : ''}.`)
})
line.on('/latentpad/dropped', (id) => awaited.delete(id))
line.on('/latentpad/kept', (id, path) => {
  awaited.delete(id)
  line.say('/page/samples')
  tell(`Kept as ${path}.`)
})
line.on('/latentpad/error', (id, code, words) => {
  // what went wrong between OSC and the daemon is in the monitor; what this page asked for is told here
  if (awaited.delete(id) || code === 'folder' || code === 'wire') complain(words)
})

/** Fetch what is shown of the bundle, if it is another one than before. */
async function load() {
  const fetched = async (path) => {
    const response = await fetch(path)
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
    return response
  }
  const [chart, table] = await Promise.all(['/map.json', '/settings.json'].map(async (path) => (await fetched(path)).json()))
  if (!controls) {
    settings = table
    controls = new Controls(byId('controls'), settings, (key, value) => line.say('/latentpad/set', key, value), audition)
  }
  if (byId('monitor').open) watch()
  if (chart.digest === digest) return settle()
  digest = chart.digest
  held.clear()
  map.load(chart)
  filter.load(chart, map.palette)
  settle()
  sounds = await (await fetched('/sounds.json')).json()
  filter.know(sounds.names)
  settle()
  map.learn(new Uint8Array(await (await fetched('/known.bin')).arrayBuffer()))
}

/** Say in words how things stand. */
function settle() {
  if (!line.open) return
  if (!ready) state('wait', 'latentpad is warming up; the very first start takes some seconds. The map can be looked at already.')
  else if (!voice.unlocked) state('wait', `Click the map or press a key: browsers keep a page silent until then. ${whence()}`)
  else state('good', '')
}

/** Say what is heard at the library's points. */
function whence() {
  if (sounds.audio) return 'Points of the library play their own files.'
  const where = sounds.library?.length ? `${sounds.library[0]} is not on this disk` : "The library's own audio is not on this disk"
  return `${where}: points play what the model makes of their sounds.`
}

// Playing

function unlock() {
  voice.unlock()
  settle()
}

/** Play a sample. */
async function play(sample) {
  await sound(line.hear('sample', sample.name), sample)
}

/** Make a sample the current one, and play it. */
function choose(sample) {
  play(sample)
  history.choose(sample)
  select(sample)
}

/** Play what is promised; with a picture if it is the current sample's. */
async function sound(promised, sample = null) {
  try {
    const heard = await promised
    voice.play(heard)
    if (sample && sample.name === history.current?.name) picture(heard)
    return heard
  } catch (error) {
    tell(error.message)
    return null
  }
}

/** Play a sound of the library. */
async function playSound(index) {
  if (!ready) return
  const known = held.get(index)
  if (known) return voice.play(known)
  const heard = await sound(line.hear('sound', index))
  if (!heard) return
  held.set(index, heard)
  if (held.size > HELD_SOUNDS) held.delete(held.keys().next().value)
}

/** Play the point as it would sound, without making a sample. */
function audition() {
  controls.say()
  if (ready && voice.unlocked) sound(line.hear('place', map.puck.x, map.puck.y))
}

function make() {
  if (!ready) return tell('latentpad is not ready yet.')
  controls.say()
  if (byId('dice').checked) controls.put('seed', newSeed())
  const { x, y } = map.puck
  const made = history.current
  // the same place and settings would give the same sample
  if (made && !made.undone && Object.entries({ x, y, ...controls.values }).every(([key, value]) => same(made[key], value))) {
    tell(`This is ${title(made)} already; another seed makes a sibling.`)
    return play(made)
  }
  ask('generate', x, y)
}

function ask(verb, ...args) {
  asked += 1
  if (line.say(`/latentpad/${verb}`, asked, ...args)) awaited.add(asked)
}

function keep(sample, name = '') {
  ask('keep', sample.name, ...(name ? [name] : []))
}

function newSeed() {
  return Math.floor(Math.random() * 2 ** 31)
}

function same(one, other) {
  return Math.abs(one - other) < 1e-6 * Math.max(1, Math.abs(other))
}

// Showing

function movePuck(x, y) {
  map.puck = { x: clamp(x), y: clamp(y) }
  map.draw(...(map.view.follow(map.puck.x, map.puck.y) ? ['known', 'points', 'overlay'] : ['overlay']))
  describePlace(map.puck.x, map.puck.y)
}

function clamp(value) {
  return Math.min(1, Math.max(0, value))
}

function knownWords(confidence) {
  if (confidence === null) return ''
  if (confidence >= 0.75) return 'well known'
  return confidence >= 0.35 ? 'between the sounds' : 'far from every sound'
}

function describePlace(x, y) {
  const words = knownWords(map.confidence(clamp(x), clamp(y)))
  byId('place').textContent = `x ${clamp(x).toFixed(3)}  y ${clamp(y).toFixed(3)}${words && `  ${words}`}`
}

/** Show a sample as the current one. */
function select(sample) {
  map.samples = [...history.samples.values()]
  map.current = sample
  map.draw('overlay')
  byId('current-title').textContent = title(sample)
  byId('facts').textContent = `${seconds(sample)}, ${recipe(sample, settings)}`
  byId('confidence').value = sample.confidence
  byId('known-label').textContent = `Place ${knownWords(sample.confidence)}, ${Math.round(100 * sample.confidence)}\u00a0%`
  byId('keep').textContent = sample.kept ? 'Kept ★' : 'Keep'
  handOut(byId('drag'), sample)
  for (const part of byId('current').querySelectorAll('.pictures, .meter, .buttons')) part.hidden = false
}

let current = null // what is drawn

function picture(heard) {
  drawWave(byId('wave'), heard, getComputedStyle(document.documentElement).getPropertyValue('--accent'))
  drawSpectrogram(byId('spectrogram'), heard)
  current = heard
}

function state(kind, words) {
  Object.assign(byId('state'), { textContent: words }).dataset.kind = kind
}

/** Say what happened, to be read or heard by a screen reader. */
function tell(words) {
  byId('place').textContent = words
}

/** Say what went wrong, until it is put away. */
function complain(words) {
  const note = document.createElement('div')
  const away = document.createElement('button')
  Object.assign(away, { type: 'button', textContent: '×', ariaLabel: 'Put away' })
  away.onclick = () => note.remove()
  note.append(words, away)
  byId('complaints').replaceChildren(...[...byId('complaints').children].slice(-2), note)
}

// The hand

let scrubbing = false
let movedAt = 0
let heardAt = 0

function here(left, top) {
  return map.view.toMap(left, top).map(clamp)
}

function hover(left, top) {
  const index = map.points?.near(map.view, left, top, REACH) ?? -1
  const sample = map.sampleNear(left, top, REACH)
  const tip = byId('tip')
  tip.hidden = index < 0 && !sample
  if (!tip.hidden) {
    const [name, more] = sample ? [title(sample), seconds(sample)] : soundWords(index)
    tip.replaceChildren(Object.assign(document.createElement('b'), { textContent: name }), ` ${more}`)
    tip.style.left = 0 // or it is measured squeezed against the edge
    tip.style.left = `${Math.min(left + 14, Math.max(0, map.view.width - tip.offsetWidth - 6))}px`
    tip.style.top = `${top > map.view.height - 60 ? top - 40 : top + 16}px`
  }
  describePlace(...map.view.toMap(left, top))
  const now = sample ? -1 : index
  if (now !== map.hovered) {
    map.hovered = now
    map.draw('overlay')
    if (now >= 0 && autoplays() && voice.unlocked) playSound(now)
  }
}

function soundWords(index) {
  const label = map.labels[map.points.ranks[index]]?.name ?? 'no label'
  const length = sounds.seconds[index]
  return [sounds.names[index]?.split(/[\\/]/).at(-1) ?? label, `${label}${length === undefined ? '' : `, ${length.toFixed(2)} s`}`]
}

function leave() {
  byId('tip').hidden = true
  map.hovered = -1
  map.draw('overlay')
}

function scrub(left, top) {
  scrubbing = true
  leave()
  const now = performance.now()
  movePuck(...here(left, top))
  if (now - movedAt > MOVE_EVERY) {
    movedAt = now
    line.say('/latentpad/xy', map.puck.x, map.puck.y)
  }
  if (now - heardAt > SCRUB_EVERY) {
    heardAt = now
    audition()
  }
}

function release(left, top, moved) {
  scrubbing = false
  const sample = moved ? null : map.sampleNear(left, top, REACH - 2)
  if (sample && sample !== history.current) return choose(sample)
  movePuck(...here(left, top))
  make()
}

function moveView(change) {
  change()
  map.drawAll()
}

new Hand(byId('map'), {
  hover,
  leave,
  press: () => {},
  scrub,
  release,
  pan: (right, down) => moveView(() => map.view.pan(right, down)),
  zoom: (factor, left, top) => moveView(() => map.view.zoom(factor, left, top)),
})

// Buttons and keys

const STEP = 1.5
const nearer = () => moveView(() => map.view.zoom(STEP, ...map.view.toScreen(map.puck.x, map.puck.y)))
const farther = () => moveView(() => map.view.zoom(1 / STEP))
const whole = () => moveView(() => map.view.whole())

function playAgain() {
  if (history.current) play(history.current)
  else audition()
}

function playNearest() {
  const index = map.points?.near(map.view, ...map.view.toScreen(map.puck.x, map.puck.y), map.view.width) ?? -1
  if (index < 0) return
  map.hovered = index
  map.draw('overlay')
  tell(soundWords(index).join(', '))
  playSound(index)
}

function sibling() {
  controls.put('seed', newSeed())
  make()
}

function undo() {
  ask('undo')
}

function rename() {
  if (!history.current) return
  byId('naming').hidden = false
  byId('name').value = fileName(history.current).replace(/\.wav$/, '')
  byId('name').select()
}

function takeRecipe() {
  const sample = history.current
  if (!sample) return
  for (const { key } of settings) controls.put(key, sample[key])
  movePuck(sample.x, sample.y)
  line.say('/latentpad/xy', sample.x, sample.y)
}

function withCurrent(action) {
  return () => (history.current ? action(history.current) : tell('No sample was made yet.'))
}

function autoplays() {
  return byId('autoplay').ariaPressed === 'true'
}

function toggleAutoplay() {
  byId('autoplay').ariaPressed = String(!autoplays())
  remember('autoplay', byId('autoplay').ariaPressed)
}

function watch() {
  monitor.clear()
  line.say('/page/monitor', byId('monitor').open ? 1 : 0)
}

const keepCurrent = withCurrent((sample) => keep(sample))
const reveal = withCurrent((sample) => line.say('/page/show', sample.name))
const clicks = {
  play: playAgain, keep: keepCurrent, rename, show: reveal, recipe: takeRecipe, make, sibling, undo,
  closer: nearer, farther, whole, autoplay: toggleAutoplay, theme: nextTheme, ask: () => byId('help').showModal(),
  reset: () => controls.reset(), unname: () => (byId('naming').hidden = true),
}
for (const [id, action] of Object.entries(clicks)) byId(id).addEventListener('click', () => action())
byId('naming').addEventListener('submit', (event) => {
  event.preventDefault()
  byId('naming').hidden = true
  keep(history.current, byId('name').value.trim())
  byId('map').focus({ preventScroll: true })
})
byId('monitor').addEventListener('toggle', watch)
byId('volume').addEventListener('input', ({ target }) => {
  voice.volume = Number(target.value) ** 2
  remember('volume', target.value)
})
for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, unlock, { capture: true })

listKeys(byId('keys'))
listen({
  move: (right, up) => {
    movePuck(map.puck.x + right, map.puck.y + up)
    line.say('/latentpad/xy', map.puck.x, map.puck.y)
  },
  enter: make, ' ': playAgain, s: sibling, p: audition, n: playNearest, u: undo, k: keepCurrent, r: rename, f: reveal,
  g: takeRecipe, d: withCurrent(() => byId('drag').click()), a: toggleAutoplay, t: nextTheme,
  '[': () => history.current && choose(history.beside(-1)), ']': () => history.current && choose(history.beside(1)),
  '+': nearer, '=': nearer, '-': farther, 0: whole, '/': () => byId('search').focus(), '?': () => byId('help').showModal(),
  Escape: () => {
    byId('naming').hidden = true
    filter.clear()
    byId('map').focus({ preventScroll: true })
  },
})

// Theme, and what this browser remembers

const THEMES = ['system', 'dark', 'light']
const bright = matchMedia('(prefers-color-scheme: light)')

function nextTheme() {
  setTheme(THEMES[(THEMES.indexOf(document.documentElement.dataset.choice) + 1) % THEMES.length])
}

function setTheme(choice) {
  const root = document.documentElement
  root.dataset.choice = choice
  root.dataset.theme = choice === 'system' ? (bright.matches ? 'light' : 'dark') : choice
  byId('theme').textContent = `Theme: ${choice}`
  remember('theme', choice)
  map.repaint()
  filter.repaint(map.palette)
  if (current) picture(current)
}

function remember(key, value) {
  try {
    localStorage.setItem(`latentpad.${key}`, value)
  } catch {
    // private windows keep nothing
  }
}

function remembered(key) {
  try {
    return localStorage.getItem(`latentpad.${key}`)
  } catch {
    return null
  }
}

bright.addEventListener('change', () => setTheme(document.documentElement.dataset.choice))
setTheme(THEMES.includes(remembered('theme')) ? remembered('theme') : 'system')
byId('autoplay').ariaPressed = remembered('autoplay') === 'false' ? 'false' : 'true'
byId('volume').value = remembered('volume') ?? 0.8
voice.volume = Number(byId('volume').value) ** 2

// For whoever wants to know from outside how the page is: tests, and the curious.
window.latentpad = { map, history, voice, line, keys: KEYS }

line.connect()
