// Loading of what the page shows of the bundle: map, settings, names and confidence; again after each reconnection.

/** @import { Setting } from './controls.js' */
/** @import { MapDocument } from './map.js' */
/** @import { Planes } from './points.js' */
/** @import { DaemonSocket } from './socket.js' */

const RETRY = 2000 // milliseconds

/**
 * @typedef {object} Sounds the content of sounds.json
 * @property {string[]} library folders in which the sounds' own files are looked for
 * @property {boolean} audio whether they are on this disk
 * @property {number} recordings how many of them are in the bundle
 * @property {boolean} detail whether points are played with the detail of these sounds
 */

/**
 * @typedef {object} LoaderHandlers
 * @property {(settings: Setting[]) => void} settings
 * @property {(map: MapDocument, planes: Planes) => void} map
 * @property {(text: string) => void} names takes the names of the next sounds, one on each line
 * @property {() => void} allNames
 * @property {(sounds: Sounds) => void} sounds
 * @property {(cells: Uint8Array) => void} confidence
 * @property {() => void} done
 * @property {(reason: string) => void} failed
 */

export class Loader {
  /**
   * @param {DaemonSocket} socket
   * @param {LoaderHandlers} handlers
   */
  constructor(socket, handlers) {
    this.socket = socket
    this.handlers = handlers
    this.ready = false // whether the daemon has warmed up
    this.digest = ''
    this.turn = 0 // number of the last call of load
    this.confidenceDigest = ''
    /** @type {MapDocument | null} */
    this.map = null
    this.blocks = 0 // of names that have been loaded
    this.loadsNames = false
  }

  /** Load what is shown of the bundle, if it is not the one shown already; a later call takes the place of this one. */
  async load() {
    this.turn += 1
    const { turn } = this
    try {
      const [map, settings] = await Promise.all([fetchJson('/map.json'), fetchJson('/settings.json')])
      if (turn !== this.turn) return
      this.handlers.settings(settings)
      if (map.digest !== this.digest) {
        const [bytes, sounds] = await Promise.all([fetchBytes('/map.bin'), fetchJson('/sounds.json')])
        if (turn !== this.turn) return
        const planes = planesOf(map, bytes)
        this.digest = map.digest
        this.map = map
        this.blocks = 0
        this.handlers.map(map, planes)
        this.handlers.sounds(sounds)
      }
      this.handlers.done()
      this.loadConfidence()
      this.loadNames()
    } catch (error) {
      if (!this.socket.open || turn !== this.turn) return // it is loaded again, now or once the page has reconnected
      this.handlers.failed(`The map could not be loaded: ${/** @type {Error} */ (error).message}`)
      setTimeout(() => this.socket.open && this.load(), RETRY)
    }
  }

  /** Load the names of the sounds, block by block, while the page is in use already; those of another map if it changes. */
  async loadNames() {
    if (this.loadsNames) return
    this.loadsNames = true
    try {
      for (let { map } = this; map && this.blocks * map.block < map.count; { map } = this) {
        const text = await fetchText(`/names/${this.blocks}`)
        if (map !== this.map) continue
        this.blocks += 1
        this.handlers.names(text)
        if (this.blocks * map.block >= map.count) this.handlers.allNames()
      }
    } catch {
      setTimeout(() => this.socket.open && this.loadNames(), RETRY) // else, the rest is loaded after the next connection
    } finally {
      this.loadsNames = false
    }
  }

  /** Load the confidence of the map's cells; the daemon has it only once it has warmed up. */
  async loadConfidence() {
    const { digest } = this
    if (!this.ready || !digest || this.confidenceDigest === digest) return
    try {
      const response = await fetch('/known.bin')
      if (!response.ok || digest !== this.digest) return
      this.handlers.confidence(new Uint8Array(await response.arrayBuffer()))
      this.confidenceDigest = digest
    } catch {
      setTimeout(() => this.socket.open && this.loadConfidence(), RETRY) // else, after the next connection
    }
  }
}

/**
 * Return the arrays of a map.
 * @param {MapDocument} map
 * @param {ArrayBuffer} bytes
 */
function planesOf({ count, planes }, bytes) {
  const entries = Object.entries(planes)
  if (bytes.byteLength !== 4 * count * entries.length) throw new Error('the map has changed in the meantime')
  const types = { Float32Array, Int32Array }
  const arrays = entries.map(([name, type], n) => [name, new types[type](bytes, 4 * count * n, count)])
  return /** @type {Planes} */ (Object.fromEntries(arrays))
}

/** @param {string} path */
async function fetchFrom(path) {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  return response
}

/** @param {string} path */
async function fetchJson(path) {
  return (await fetchFrom(path)).json()
}

/** @param {string} path */
async function fetchText(path) {
  return (await fetchFrom(path)).text()
}

/** @param {string} path */
async function fetchBytes(path) {
  return (await fetchFrom(path)).arrayBuffer()
}
