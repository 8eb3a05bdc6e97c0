// The sounds of a kit, decoded ahead and played without delay: pads sound together, but hi-hats cut each other off.

/** @import { AudioPlayer } from './audio.js' */
/** @import { Sample } from './samples.js' */

import { urlOf } from './samples.js'

const CHOKE = 0.012 // seconds

export class KitAudio {
  /** @param {AudioPlayer} audio */
  constructor(audio) {
    this.audio = audio
    /** @type {Map<string, Promise<AudioBuffer | null>>} by name of the sample */
    this.buffers = new Map()
    /** @type {GainNode | null} the hi-hat that sounds */
    this.hat = null
    this.playCount = 0
  }

  /**
   * Load samples, and forget all others.
   * @param {Iterable<Sample>} samples
   */
  load(samples) {
    const wanted = new Map([...samples].map((sample) => [sample.name, sample]))
    for (const name of this.buffers.keys()) if (!wanted.has(name)) this.buffers.delete(name)
    for (const [name, sample] of wanted) if (!this.buffers.has(name)) this.buffers.set(name, fetchBuffer(sample))
  }

  /**
   * @param {Sample} sample
   * @param {number} velocity 0 to 1
   */
  async play(sample, velocity) {
    const { context, level } = this.audio
    const buffer = await (this.buffers.get(sample.name) ?? fetchBuffer(sample))
    if (!context || !buffer) return
    const source = new AudioBufferSourceNode(context, { buffer })
    const gain = new GainNode(context, { gain: level * velocity ** 1.5 })
    source.connect(gain).connect(context.destination)
    if (/\bhat\b/i.test(sample.name)) {
      this.hat?.gain.setTargetAtTime(0, context.currentTime, CHOKE)
      this.hat = gain
    }
    source.start()
    this.playCount += 1
  }
}

/** @param {Sample} sample */
async function fetchBuffer(sample) {
  try {
    const response = await fetch(urlOf(sample))
    if (!response.ok) return null
    // at the sample's own rate: the browser converts it when it is played
    const decoder = new OfflineAudioContext(1, 1, sample.sampleRate)
    return await decoder.decodeAudioData(await response.arrayBuffer())
  } catch {
    return null
  }
}
