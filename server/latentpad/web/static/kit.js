// The kit panel: 16 samples that fit together, in a folder with the files of other programs.

/** @import { App } from './app.js' */
/** @import { Family } from './family.js' */
/** @import { Sample } from './samples.js' */

import { byId } from './elements.js'
import { KitAudio } from './kit_audio.js'
import { labelIcon } from './labels.js'
import { N_PADS, Pads } from './pads.js'
import { padName } from './samples.js'
import { shown } from './shown_text.js'

const MAX_LIKE = 32 // sounds, as many as the daemon takes
const FIRST_NOTE = 36 // of pad controllers
const SHOW_AFTER = 250 // milliseconds without a hit: drawing a sample would delay the next one

export class Kit {
  /** @param {App} app */
  constructor(app) {
    this.app = app
    this.audio = new KitAudio(app.audio)
    this.pads = new Pads({
      play: (index, velocity) => this.play(index, velocity),
      lock: (index) => this.lock(index),
      reroll: (index) => this.reroll(index),
    })
    /** @type {Family[]} the kits of this session, the newest last */
    this.kits = []
    /** @type {(Sample | null)[]} by pad */
    this.samples = Array(N_PADS).fill(null)
    /** @type {Set<number>} */
    this.locked = new Set()
    this.focusNext = false // whether the pads get the focus once they can
    /** @type {number | undefined} */
    this.timer = undefined
  }

  /** The kit that is shown. */
  get family() {
    return this.kits.at(-1)
  }

  /** Open the panel; without a kit, generate one. */
  open() {
    byId('kit').hidden = false
    byId('panel').scrollTop = 0
    if (!this.kits.length) this.generate()
    else this.app.tools.batches.show(this.kits[this.kits.length - 1])
    this.focusNext = true
    this.focus()
  }

  /** Close the panel; false if it is not open. */
  close() {
    if (byId('kit').hidden) return false
    byId('kit').hidden = true
    this.app.tools.batches.show(null)
    return true
  }

  /** The recipe that is chosen, with the paths of the sounds that the kit is to be like. */
  get recipe() {
    const { own, history } = this.app
    const { value } = byId('kit-recipe', HTMLSelectElement)
    if (value === 'current') return `like ${history.current?.path ?? ''}`
    return value === 'own' ? `like ${own.sounds.slice(-MAX_LIKE).map(({ path }) => path).join('\n')}` : value
  }

  /** Generate a kit; locked pads stay. */
  generate(kept = this.locked) {
    const { recipe } = this
    if (recipe === 'like ') {
      this.app.status.setMessage('There is no such sound yet: generate a sample, or drop a sound of your own on the map.')
      return
    }
    const paths = [...kept].flatMap((index) => this.samples[index]?.path ?? [])
    const seed = Math.floor(Math.random() * 2 ** 31)
    this.app.tools.batch({ verb: 'kit', title: 'Kit', of: N_PADS, columns: 4 }, recipe, seed, ...paths)
  }

  /**
   * Generate a kit that differs in one pad.
   * @param {number} index
   */
  reroll(index) {
    if (this.family?.state === 'running') return
    this.locked.delete(index)
    this.generate(new Set(this.samples.flatMap((sample, other) => (sample && other !== index ? [other] : []))))
  }

  /** @param {number} index */
  lock(index) {
    if (!this.locked.delete(index)) this.locked.add(index)
    this.show()
  }

  /**
   * Show a kit as far as it is there.
   * @param {Family} family
   */
  update(family) {
    if (!this.kits.includes(family)) {
      this.kits.push(family)
      byId('kit').hidden = false // once: it may be closed while the kit is rendered
    }
    for (const [index, sample] of family.members) this.samples[index] = sample
    if (family.state === 'finished') this.replace(family)
    this.audio.load(this.samples.flatMap((sample) => sample ?? []))
    this.show()
    this.focus()
  }

  /** Go back to the kit before; false if there is none. */
  back() {
    if (this.kits.length < 2 || this.family?.state === 'running') return false
    this.kits.pop()
    const family = this.kits[this.kits.length - 1]
    this.replace(family)
    this.app.tools.batches.show(family)
    return true
  }

  /**
   * Put a whole kit on the pads; where a sample of an earlier one is current, it is followed by that on the selected pad.
   * @param {Family} family
   */
  replace(family) {
    this.samples = this.samples.map((_, index) => family.members.get(index) ?? null)
    const { current } = this.app.history
    const sample = this.samples[this.pads.selected]
    if (!sample || !current?.kit || this.samples.some((one) => one?.name === current.name)) return
    this.app.history.choose(sample)
    this.app.setCurrent(sample)
  }

  /** Move the focus to the pads, once there are any. */
  focus() {
    if (!this.focusNext || !this.samples[this.pads.selected]) return
    this.focusNext = false
    this.pads.focus()
  }

  show() {
    const { points, palette } = this.app.map
    this.pads.show(this.samples, this.locked, ({ x, y }) => {
      const rank = points?.ranks[this.app.tools.soundAt(x, y)] ?? -1
      return labelIcon(rank, palette.at(rank) ?? [153, 153, 153])
    })
    this.showState()
  }

  showState() {
    const { family, samples, locked, pads } = this
    const isRunning = family?.state === 'running'
    const name = samples.find((sample) => sample)?.kit
    byId('kit-title').textContent = !name || isRunning ? 'Kit' : name.startsWith('Kit') ? shown(name) : `Kit: ${shown(name)}`
    byId('kit-text').textContent = family && family.state !== 'finished' ? family.text : this.selectedText
    byId('kit-progress', HTMLProgressElement).value = family?.done ?? 0
    byId('kit-progress').hidden = byId('cancel-kit').hidden = !isRunning
    for (const id of ['lock-pad', 'reroll-pad']) byId(id).hidden = isRunning
    byId('lock-pad').textContent = locked.has(pads.selected) ? 'Unlock' : 'Lock'
    byId('lock-pad').ariaPressed = String(locked.has(pads.selected))
    byId('kit-back').hidden = this.kits.length < 2
  }

  get selectedText() {
    const { selected } = this.pads
    const sample = this.samples[selected]
    return sample ? `Pad ${selected + 1}: ${padName(sample)}` : ''
  }

  /**
   * Play a pad, and show its sample once the hands rest.
   * @param {number} index
   * @param {number} velocity
   */
  play(index, velocity) {
    const sample = this.samples[index]
    if (!sample) return
    this.audio.play(sample, velocity)
    this.pads.flash(index)
    this.pads.select(index)
    this.showState()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.app.history.choose(sample)
      this.app.setCurrent(sample)
    }, SHOW_AFTER)
  }

  /**
   * Play the pad of a note: as General MIDI has it, else as pad controllers count.
   * @param {number} note
   * @param {number} velocity
   */
  playNote(note, velocity) {
    const index = this.samples.findIndex((sample) => sample?.note === note)
    if (index >= 0) this.play(index, velocity)
    else if (note >= FIRST_NOTE && note < FIRST_NOTE + N_PADS) this.play(note - FIRST_NOTE, velocity)
  }

  reveal() {
    const sample = this.samples.find((one) => one)
    if (sample) this.app.reveal(sample)
  }
}
