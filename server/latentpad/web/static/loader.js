// Loading of what the page shows of the bundle: map, settings, names and confidence; again after each reconnection.

/** @import { Setting } from './controls.js' */
/** @import { MapDocument } from './map.js' */
/** @import { DaemonSocket } from './socket.js' */

const RETRY = 2000 // milliseconds

/**
 * @typedef {object} Sounds the content of sounds.json
 * @property {string[]} names
 * @property {number[]} seconds
 * @property {string[]} library folders in which the sounds' own files are looked for
 * @property {boolean} audio whether they are on this disk
 * @property {number} recordings how many of them are in the bundle
 * @property {boolean} detail whether points are played with the detail of these sounds
 */

/**
 * @typedef {object} LoaderHandlers
 * @property {(settings: Setting[]) => void} settings
 * @property {(map: MapDocument) => void} map
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
    this.confidenceDigest = ''
  }

  /** Load what is shown of the bundle, if it is not the one shown already. */
  async load() {
    try {
      const [map, settings] = await Promise.all([fetchJson('/map.json'), fetchJson('/settings.json')])
      this.handlers.settings(settings)
      if (map.digest !== this.digest) {
        this.handlers.map(map)
        this.handlers.sounds(await fetchJson('/sounds.json'))
        this.digest = map.digest
      }
      this.handlers.done()
      this.loadConfidence()
    } catch (error) {
      if (!this.socket.open) return // the page says so already, and loads again once it has reconnected
      this.handlers.failed(`The map could not be loaded: ${/** @type {Error} */ (error).message}`)
      setTimeout(() => this.socket.open && this.load(), RETRY)
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
      // the connection was lost again; this is loaded after the next one
    }
  }
}

/** @param {string} path */
async function fetchJson(path) {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  return response.json()
}
