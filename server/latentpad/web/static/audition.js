// Playback of samples, of points on the map, and of the library's sounds, of which the last ones are cached.

/** @import { AudioPlayer, Sound } from './audio.js' */
/** @import { DaemonSocket } from './socket.js' */

const MAX_CACHED = 20e6 // samples of audio: 80 MB

export class Audition {
  /**
   * @param {DaemonSocket} socket
   * @param {AudioPlayer} audio
   * @param {(reason: string) => void} onSilence called with the reason why nothing plays
   */
  constructor(socket, audio, onSilence) {
    this.socket = socket
    this.audio = audio
    this.onSilence = onSilence
    /** @type {Map<number, Sound>} */
    this.cache = new Map()
    this.cached = 0
    this.sampleAudible = false // whether the sample that is pending is to be played
  }

  /**
   * Load a sample, and play it if `audible`. A sample that is still to be played is not given up for a silent one.
   * @param {string} name
   * @param {boolean} audible
   * @param {(sound: Sound) => void} onSound
   */
  async sample(name, audible, onSound) {
    if (!audible && this.socket.pending.has('sample') && this.sampleAudible) return
    this.sampleAudible = audible
    await this.load(this.socket.requestSound('sample', name), (sound) => {
      if (audible) this.audio.play(sound)
      onSound(sound)
    })
  }

  /**
   * Play a point of the map with the current settings.
   * @param {number} x
   * @param {number} y
   */
  async point(x, y) {
    await this.load(this.socket.requestSound('place', x, y), (sound) => this.audio.play(sound))
  }

  /**
   * Play a blend with the current settings.
   * @param {number[]} numbers x, y and weight of each place
   */
  async blend(numbers) {
    await this.load(this.socket.requestSound('blend', ...numbers), (sound) => this.audio.play(sound))
  }

  /**
   * Play the way from a sound of the user's own to a point.
   * @param {string} path
   * @param {number} x
   * @param {number} y
   * @param {number} amount
   */
  async morph(path, x, y, amount) {
    await this.load(this.socket.requestSound('morph', path, x, y, amount), (sound) => this.audio.play(sound))
  }

  /**
   * Play a sound of the library, unless `isWanted()` no longer holds when it has loaded.
   * @param {number} index
   * @param {() => boolean} isWanted
   */
  async librarySound(index, isWanted) {
    const cached = this.cache.get(index)
    if (cached) {
      this.socket.cancelPreview()
      this.audio.play(cached)
      return
    }
    await this.load(this.socket.requestSound('sound', index), (sound) => {
      this.store(index, sound)
      if (isWanted()) this.audio.play(sound)
    })
  }

  /**
   * @param {Promise<Sound>} request
   * @param {(sound: Sound) => void} onSound
   */
  async load(request, onSound) {
    try {
      onSound(await request)
    } catch (error) {
      this.onSilence(/** @type {Error} */ (error).message)
    }
  }

  /**
   * @param {number} index
   * @param {Sound} sound
   */
  store(index, sound) {
    this.cache.set(index, sound)
    this.cached += sound.length * sound.channels.length
    for (const [oldest, { length, channels }] of this.cache) {
      if (this.cached <= MAX_CACHED) break
      this.cache.delete(oldest)
      this.cached -= length * channels.length
    }
  }

  /** Empty the cache, for another library. */
  clear() {
    this.cache.clear()
    this.cached = 0
  }
}
