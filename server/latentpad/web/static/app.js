// The parts of the page, and what the user can do with them. All sounds are made by the daemon.

/** @import { Setting, Value } from './controls.js' */
/** @import { Sounds } from './loader.js' */
/** @import { MapDocument } from './map.js' */
/** @import { Planes } from './points.js' */
/** @import { Sample } from './samples.js' */

import { AudioPlayer } from './audio.js'
import { Audition } from './audition.js'
import { Bundles } from './bundles.js'
import { Commands } from './commands.js'
import { Controls } from './controls.js'
import { DragOut } from './drag_out.js'
import { Drawing } from './drawing.js'
import { byId } from './elements.js'
import { Filter } from './filter.js'
import { History } from './history.js'
import { Import } from './import.js'
import { Kit } from './kit.js'
import { Listening } from './listening.js'
import { Loader } from './loader.js'
import { MapCanvas } from './map.js'
import { MidiControl } from './midi_control.js'
import { Monitor } from './monitor.js'
import { Own } from './own.js'
import { Pad } from './pad.js'
import { Panel } from './panel.js'
import { Pointer } from './pointer.js'
import { Position } from './position.js'
import { title } from './samples.js'
import { DaemonSocket } from './socket.js'
import { libraryText, LOCKED, NO_OUTPUT, WARMING_UP } from './state_texts.js'
import { Status } from './status.js'
import { Theme } from './theme.js'
import { Tip } from './tip.js'
import { Tools } from './tools.js'
import { Tour } from './tour.js'

const OUTPUT_TIMEOUT = 2000 // milliseconds until a browser that plays no sound is reported

export class App {
  constructor() {
    this.status = new Status({
      state: byId('state'),
      message: byId('message'),
      errors: byId('errors'),
      position: byId('position'),
      announcement: byId('announcement'),
    })
    this.dragOut = new DragOut(this.status)
    this.socket = new DaemonSocket(`ws://${location.host}/socket`)
    this.audio = new AudioPlayer()
    this.audition = new Audition(this.socket, this.audio, (reason) => this.status.setMessage(reason))
    this.map = new MapCanvas(byId('map'))
    this.position = new Position(this.socket, this.status)
    this.monitor = new Monitor(byId('lines'), byId('no-messages'))
    this.commands = new Commands(this.socket, this.status)
    this.panel = new Panel((sample, name) => this.commands.keep(sample, name))
    this.history = new History(byId('history'), byId('no-samples'), {
      choose: (sample) => this.choose(sample),
      keep: (sample) => this.keep(sample),
      reveal: (sample) => this.reveal(sample),
    })
    this.filter = new Filter(
      {
        search: byId('search', HTMLInputElement),
        count: byId('count', HTMLOutputElement),
        folders: byId('folders'),
        legend: byId('legend'),
        labels: byId('labels'),
        all: byId('all-labels', HTMLButtonElement),
      },
      (mark) => this.map.filter(mark),
    )
    this.pad = new Pad(this.map, new Tip(byId('tip'), this.map.view), this.audition, this.filter.sounds, {
      audition: () => this.playPoint(),
      moved: () => this.sendPoint(),
      generate: () => this.generate(),
      choose: (sample) => this.choose(sample),
      own: (left, top) => this.own.near(left, top),
      openOwn: (sound) => this.own.open(sound),
      select: (left, top) => this.drawing.click(left, top),
      position: (x, y, announced) => this.position.describe(x, y, announced),
      playsOnHover: () => byId('hover-plays').ariaPressed === 'true' && this.canPlay,
    })
    this.pointer = new Pointer(byId('map'), this.pad)
    this.tools = new Tools(this)
    this.tour = new Tour()
    this.kit = new Kit(this)
    this.listening = new Listening(this)
    this.midi = new MidiControl(this)
    this.own = new Own(this)
    this.import = new Import(this)
    this.bundles = new Bundles(this)
    this.drawing = new Drawing(this)
    this.theme = new Theme(byId('theme'), () => {
      this.map.repaint()
      this.filter.legend.repaint(this.map.palette)
      this.panel.repaint()
    })
    this.loader = new Loader(this.socket, {
      settings: (settings) => this.controls || this.setSettings(settings),
      map: (map, planes) => this.setMap(map, planes),
      names: (text) => this.filter.addNames(text),
      allNames: () => this.filter.suggestFolders(),
      sounds: (sounds) => this.setSounds(sounds),
      confidence: (cells) => this.map.setConfidence(cells),
      done: () => {
        this.updateState()
        this.tour.beginOnce()
      },
      failed: (reason) => this.status.addError(reason),
    })
    /** @type {Controls | null} */
    this.controls = null
    /** @type {Map<string, Value>} values of the settings that arrive before there are controls */
    this.values = new Map()
    /** @type {Sounds} */
    this.sounds = { library: [], audio: false, recordings: 0, detail: false }
  }

  /** Whether the daemon can make sounds and the browser can play them. */
  get canPlay() {
    return this.loader.ready && this.audio.unlocked
  }

  /** @param {Setting[]} settings */
  setSettings(settings) {
    /** @type {(key: string, value: Value) => void} */
    const send = (key, value) => this.socket.send('/latentpad/set', key, value)
    this.controls = new Controls(byId('controls'), settings, send, () => this.playPoint())
    for (const [key, value] of this.values) this.controls.show(key, value)
    this.commands.controls = this.controls
    this.panel.settings = settings
    this.history.setSettings(settings)
    if (this.panel.sample) this.panel.show(this.panel.sample)
  }

  /**
   * @param {MapDocument} map
   * @param {Planes} planes
   */
  setMap(map, planes) {
    const isOther = this.history.bundle !== '' && this.history.bundle !== map.digest
    this.history.bundle = map.digest
    if (isOther) this.leaveMap()
    this.audition.clear()
    this.map.load(map, planes)
    this.pad.seconds = planes.seconds
    this.filter.load(map, planes, this.map.palette)
    this.history.replace([...this.history.samples.values()])
    this.setCurrent(this.history.current)
    this.tools.setLabels(map.labels, this.map.palette)
    if (isOther) this.position.refresh()
  }

  /** Discard what belongs to the map that was shown; samples stay in the history. */
  leaveMap() {
    this.tools.batches.close()
    this.kit.close()
    this.drawing.setMode(null)
    this.drawing.blend.clear()
    this.map.hovered = -1
    this.own.moveToMap()
  }

  /** @param {Sounds} sounds */
  setSounds(sounds) {
    this.sounds = sounds
    this.panel.hasDetail = this.position.hasDetail = sounds.detail
    if (this.panel.sample) this.panel.show(this.panel.sample)
  }

  /** Show what the page is waiting for, if anything. */
  updateState() {
    const { socket, loader, audio, sounds } = this
    if (!socket.open) return
    if (!loader.ready) this.status.setState('wait', WARMING_UP)
    else if (audio.lockedFor > OUTPUT_TIMEOUT / 2) this.status.setState('wait', NO_OUTPUT)
    else if (!audio.unlocked) this.status.setState('wait', `${LOCKED} ${libraryText(sounds)}`)
    else this.status.setState('good', '')
  }

  /**
   * Make a sample the current one, and load its plots unless they come with its sound.
   * @param {Sample | null} sample
   * @param {boolean} isLoading
   */
  setCurrent(sample, isLoading = false) {
    this.map.samples = [...this.history.samples.values()].filter((one) => this.history.isOfMap(one))
    this.map.current = sample && this.history.isOfMap(sample) ? sample : null
    this.map.draw('overlay')
    this.panel.show(sample)
    this.tools.panel.setCurrent(sample)
    if (sample && !isLoading && this.panel.drawn !== sample.name) this.load(sample, false)
  }

  /**
   * Load a sample's sound, for its plots and, if `audible`, to play it.
   * @param {Sample} sample
   * @param {boolean} audible
   */
  load(sample, audible) {
    this.audition.sample(sample.name, audible, (sound) => this.panel.draw(sample.name, sound))
  }

  /**
   * Choose a sample: play it, and bring it into view.
   * @param {Sample} sample
   */
  choose(sample) {
    this.load(sample, true)
    this.history.choose(sample)
    this.setCurrent(sample, true)
    if (this.history.isOfMap(sample) && this.map.view.follow(sample.x, sample.y)) this.map.drawAll()
  }

  /**
   * Choose the sample so many steps after the current one.
   * @param {number} step
   */
  chooseNeighbour(step) {
    if (this.history.current) this.choose(this.history.neighbour(step))
  }

  /** Play the point as it would sound, without making a sample. */
  playPoint() {
    this.controls?.flush()
    if (this.canPlay) this.audition.point(this.map.puck.x, this.map.puck.y)
  }

  /** Play the current sample again, or the point if there is none. */
  play() {
    if (this.history.current) this.load(this.history.current, true)
    else this.playPoint()
  }

  sendPoint() {
    this.socket.send('/latentpad/xy', this.map.puck.x, this.map.puck.y)
  }

  /**
   * Move the point by a share of the map.
   * @param {number} right
   * @param {number} up
   */
  movePoint(right, up) {
    this.pad.put(this.map.puck.x + right, this.map.puck.y + up, true)
    this.sendPoint()
  }

  /** Whether every sample has a new seed. */
  get newSeed() {
    return byId('new-seed', HTMLInputElement).checked
  }

  /** Generate a sample at the point. */
  generate() {
    const existing = this.commands.generate(this.map.puck, this.history.current, this.newSeed)
    if (existing) this.load(existing, true)
    else if (!this.loader.ready && this.socket.open) {
      this.status.setMessage('The sample will be generated as soon as latentpad has warmed up.')
    }
  }

  /** Generate a sample at the point with a new seed. */
  generateAnother() {
    this.commands.newSeed()
    this.generate()
  }

  /** @param {Sample} sample */
  keep(sample) {
    if (sample.kit) this.status.setMessage(`${title(sample)} is in the folder of its kit: ${sample.path}`)
    else if (sample.kept) this.status.setMessage(`${title(sample)} is already kept: ${sample.kept}`)
    else this.commands.keep(sample)
  }

  /** End latentpad, if the user means it. */
  quit() {
    if (confirm('End latentpad? All samples stay where they are.')) this.socket.send('/page/quit')
  }

  /** Open the shelf, or bring it to the front. */
  openShelf() {
    this.socket.send('/page/shelf/open')
  }

  /** Open the folder for new samples. */
  openFolder() {
    this.socket.send('/page/show/folder')
  }

  /** @param {Sample} sample */
  reveal(sample) {
    this.socket.send('/page/show', sample.name)
  }

  /**
   * Set point and controls as they were for a sample.
   * @param {Sample} sample
   */
  applySettings(sample) {
    if (!this.history.isOfMap(sample)) {
      this.status.setMessage('This sample is of another bundle; play that one to use its settings.')
      return
    }
    this.commands.applySettings(sample)
    if (sample.source?.blend) {
      this.drawing.blend.set(sample.source.blend)
      return
    }
    this.pad.put(sample.x, sample.y, true)
    this.sendPoint()
  }

  /** Let the page play sound, which browsers allow only in reply to a click or a key. */
  async unlock() {
    if (this.audio.unlocked) return
    setTimeout(() => this.updateState(), OUTPUT_TIMEOUT) // a browser without an audio output reports nothing
    await this.audio.unlock()
    this.updateState()
  }
}
