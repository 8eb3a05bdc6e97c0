// One voice: the sound that is playing fades out when the next one starts.

const FADE = 0.008 // seconds

/**
 * @typedef {object} Sound
 * @property {Float32Array<ArrayBuffer>[]} channels
 * @property {number} length in samples
 * @property {number} sampleRate
 */

export class AudioPlayer {
  constructor() {
    /** @type {AudioContext | null} */
    this.context = null
    this.level = 0.8
    /** @type {{ source: AudioBufferSourceNode, gain: GainNode } | null} */
    this.playing = null
    this.playCount = 0
    /** @type {number | null} */
    this.unlockAsked = null
    this.onState = () => {} // called when the browser lets the page play sound, or no longer does
  }

  /** Browsers let a page play sound only after a click or a key, and some revoke it later. */
  unlock() {
    this.context ??= this.newContext()
    this.unlockAsked ??= performance.now()
    return this.unlocked ? null : this.context.resume()
  }

  newContext() {
    const context = new AudioContext({ latencyHint: 'interactive' })
    context.addEventListener('statechange', () => this.onState())
    return context
  }

  get unlocked() {
    return this.context?.state === 'running'
  }

  /** Milliseconds since the browser was asked to let the page play sound, without effect. */
  get lockedFor() {
    return this.unlockAsked === null || this.unlocked ? 0 : performance.now() - this.unlockAsked
  }

  /** @param {number} level */
  set volume(level) {
    this.level = level
    if (this.playing) this.playing.gain.gain.value = level
  }

  /** @param {Sound} sound */
  play({ channels, length, sampleRate }) {
    if (!this.context || !length) return
    const { context } = this
    const buffer = context.createBuffer(channels.length, length, sampleRate)
    channels.forEach((channel, k) => buffer.copyToChannel(channel, k))
    const source = new AudioBufferSourceNode(context, { buffer })
    const gain = new GainNode(context, { gain: this.level })
    source.connect(gain).connect(context.destination)
    this.fadeOut()
    source.start()
    this.playing = { source, gain }
    this.playCount += 1
  }

  fadeOut() {
    if (!this.playing) return
    const { source, gain } = this.playing
    const now = gain.context.currentTime
    gain.gain.setValueAtTime(gain.gain.value, now)
    gain.gain.linearRampToValueAtTime(0, now + FADE)
    source.stop(now + FADE)
    this.playing = null
  }
}
