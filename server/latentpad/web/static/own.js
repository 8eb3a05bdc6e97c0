// Sounds of the user's own: dropped on the map, located by the daemon, and morphed towards the point.

/** @import { App } from './app.js' */
/** @import { View } from './view.js' */

import { byId } from './elements.js'
import { labelText } from './labels.js'
import { drawFlag, flagBoxes, strokeWithRim } from './marks.js'
import { shortName } from './origin.js'
import { rememberedPaths, rememberPaths } from './own_memory.js'
import { shown } from './shown_text.js'
import { Throttle } from './throttle.js'

const PLAY_EVERY = 90 // milliseconds
const MAX_MEGABYTES = 64 // as many as the daemon takes
const MAX_SOUNDS = 50 // on the map
const REACH = 14 // pixels

/**
 * @typedef {object} OwnSound
 * @property {string} path in the inbox
 * @property {string} name
 * @property {number} x
 * @property {number} y
 * @property {string} kind
 * @property {number} certainty
 */

export class Own {
  /** @param {App} app */
  constructor(app) {
    this.app = app
    /** @type {OwnSound[]} the last one last */
    this.sounds = []
    /** @type {OwnSound | null} the one whose panel is open */
    this.current = null
    this.play = new Throttle(() => this.hear(), PLAY_EVERY, () => this.current !== null)
    /** @type {Map<number, string>} names of the files that are being located, by id */
    this.waiting = new Map()
    /** @type {Map<number, string>} paths of earlier visits that are being located again, by id */
    this.recalled = new Map()
  }

  /** Put the sounds of earlier visits back on the map, unless they are there or on their way. */
  recall() {
    const there = new Set([...this.recalled.values(), ...this.sounds.map(({ path }) => path)])
    for (const path of rememberedPaths()) {
      if (there.has(path)) continue
      const id = this.app.commands.nextId()
      if (this.app.socket.send('/latentpad/locate', id, path)) this.recalled.set(id, path)
    }
  }

  /** Locate all sounds again, on another map. */
  moveToMap() {
    this.sounds = []
    this.recalled.clear()
    this.open(null)
    this.recall()
  }

  /** Forget what will not be answered; the sounds that are missing are recalled with the next connection. */
  disconnected() {
    this.waiting.clear()
    this.recalled.clear()
  }

  /** How far the morph is from the sound to the point. */
  get amount() {
    return Number(byId('morph', HTMLInputElement).value)
  }

  /**
   * Send files to be located.
   * @param {Iterable<File>} files
   */
  async send(files) {
    const { socket, status, commands } = this.app
    for (const file of files) {
      if (file.size > MAX_MEGABYTES * 1e6) {
        status.addError(`${shown(file.name)} has ${Math.round(file.size / 1e6)} MB; at most ${MAX_MEGABYTES} MB can be located.`)
        continue
      }
      const id = commands.nextId()
      this.waiting.set(id, file.name)
      status.setMessage(`Locating ${shown(file.name)} …`)
      try {
        if (!socket.sendFile(id, file.name, await file.arrayBuffer())) status.setMessage('latentpad is not running.')
      } catch {
        status.addError(`${shown(file.name)} cannot be read; a folder cannot be located, only its files.`)
      }
    }
  }

  /**
   * Show where a sound lives; one of this page is played.
   * @param {number} id
   * @param {OwnSound} sound
   */
  located(id, sound) {
    const isOwn = this.waiting.delete(id)
    this.recalled.delete(id)
    const known = this.sounds.find(({ path }) => path === sound.path)
    const remembered = rememberedPaths()
    // the daemon announces what arrives in the inbox, also what this page has sent just before it was loaded again
    const isNews = isOwn || !(known || remembered.includes(sound.path))
    if (known) Object.assign(known, sound)
    else this.sounds = [...this.sounds, sound].slice(-MAX_SOUNDS)
    rememberPaths([...remembered.filter((path) => path !== sound.path), sound.path].slice(-MAX_SOUNDS))
    this.app.map.draw('overlay')
    if (isNews) this.app.status.setMessage(`${shown(sound.name)} is on the map: ${describe(sound)}.`)
    if (!isOwn) return
    this.open(known ?? sound)
    if (this.app.map.view.follow(sound.x, sound.y)) this.app.map.drawAll()
  }

  /**
   * Whether an error is about a file that this page has sent.
   * @param {number} id
   */
  isOwn(id) {
    return this.waiting.delete(id)
  }

  /**
   * Whether an error is about a sound of an earlier visit, which is gone.
   * @param {number} id
   */
  isGone(id) {
    const gone = this.recalled.get(id)
    if (gone !== undefined) rememberPaths(rememberedPaths().filter((path) => path !== gone))
    return this.recalled.delete(id)
  }

  /**
   * Open the panel of a sound, and play it.
   * @param {OwnSound | null} sound
   */
  open(sound) {
    this.current = sound
    byId('own').hidden = !sound
    this.app.map.draw('overlay')
    if (!sound) return
    byId('own-title').textContent = shown(sound.name)
    byId('own-facts').textContent = `Your own sound: ${describe(sound)}.`
    this.setAmount(0)
    byId('panel').scrollTop = 0
    this.hear()
  }

  /** Open the sound nearest to the point. */
  openNearest() {
    const { map, status } = this.app
    const away = (/** @type {OwnSound} */ { x, y }) => Math.hypot(x - map.puck.x, y - map.puck.y)
    const [nearest] = [...this.sounds].sort((one, other) => away(one) - away(other))
    if (nearest) this.open(nearest)
    else status.setMessage('No sound of your own is on the map yet.')
  }

  /** Close the panel; false if it is not open. */
  close() {
    if (!this.current) return false
    this.open(null)
    return true
  }

  /** @param {number} amount */
  setAmount(amount) {
    const slider = byId('morph', HTMLInputElement)
    slider.value = String(amount)
    byId('morph-amount', HTMLOutputElement).value = `${Math.round(100 * amount)}\u00a0%`
    slider.setAttribute('aria-valuetext', `${Math.round(100 * amount)} %`)
  }

  /** Play the morph as its slider moves. */
  amountChanged() {
    this.setAmount(this.amount)
    this.app.map.draw('overlay')
    this.play.call()
  }

  /** Play the current sound, morphed as far as the slider says. */
  hear() {
    if (!this.current) return
    const { puck } = this.app.map
    this.app.controls?.flush()
    if (this.app.canPlay) this.app.audition.morph(this.current.path, puck.x, puck.y, this.amount)
  }

  /** Generate a sample of the morph. */
  generate() {
    if (!this.current) return
    const { puck } = this.app.map
    this.app.commands.render('morph', this.app.newSeed, this.current.path, puck.x, puck.y, this.amount)
  }

  /**
   * Return the sound at a position on the screen.
   * @param {number} left
   * @param {number} top
   */
  near(left, top) {
    return this.sounds.findLast(({ x, y }) => {
      const [right, down] = this.app.map.view.toScreen(x, y)
      return Math.abs(right - left) <= REACH / 2 && down - top >= 6 && down - top <= 2 * REACH // its flag
    })
  }

  /**
   * Return what is written beside the flag of a sound.
   * @param {OwnSound} sound
   */
  flagText(sound) {
    return sound === this.current ? shortName(sound.name) : ''
  }

  /**
   * Return the boxes of the flags on the screen.
   * @param {View} view
   */
  boxes(view) {
    return this.sounds.flatMap((sound) => flagBoxes(view, ...view.toScreen(sound.x, sound.y), this.flagText(sound)))
  }

  /** @param {CanvasRenderingContext2D} context */
  draw(context) {
    const { map } = this.app
    if (this.current && this.amount > 0) {
      const [from, to] = [this.current, map.puck].map(({ x, y }) => map.view.toScreen(x, y))
      context.setLineDash([3, 4])
      strokeWithRim(context, map, 1.5, 2, () => {
        context.moveTo(...from)
        context.lineTo(...to)
      })
      context.setLineDash([])
      const [left, top] = from.map((value, k) => value + this.amount * (to[k] - value))
      strokeWithRim(context, map, 2.5, 3, () => context.arc(left, top, 5, 0, 2 * Math.PI))
    }
    for (const sound of this.sounds) {
      drawFlag(context, map, ...map.view.toScreen(sound.x, sound.y), this.flagText(sound))
    }
  }
}

/** @param {OwnSound} sound */
function describe({ kind, certainty }) {
  const where = kind ? `among ${labelText(kind)} sounds` : 'among sounds without a label'
  return `it lives ${where}, ${Math.round(100 * certainty)}\u00a0% sure`
}
