// One voice: what sounds is faded out when the next sound comes.

const FADE = 0.008

export class Voice {
  constructor() {
    this.context = null
    this.level = 0.8
    this.sounding = null
    this.played = 0
  }

  /** Browsers let a page sound only after a click or a key, and some take it back. */
  unlock() {
    this.context ??= new AudioContext({ latencyHint: 'interactive' })
    this.asked ??= performance.now()
    return this.unlocked ? null : this.context.resume()
  }

  get unlocked() {
    return this.context?.state === 'running'
  }

  /** For how many milliseconds the browser has been asked to let the page sound, in vain. */
  get askedFor() {
    return this.asked === undefined || this.unlocked ? 0 : performance.now() - this.asked
  }

  set volume(level) {
    this.level = level
    if (this.sounding) this.sounding.gain.gain.value = level
  }

  /** @param {{samples: Float32Array, sampleRate: number}} sound */
  play({ samples, sampleRate }) {
    if (!this.context || !samples.length) return
    const { context } = this
    const buffer = context.createBuffer(1, samples.length, sampleRate)
    buffer.copyToChannel(samples, 0)
    const source = new AudioBufferSourceNode(context, { buffer })
    const gain = new GainNode(context, { gain: this.level })
    source.connect(gain).connect(context.destination)
    this.hush()
    source.start()
    this.sounding = { source, gain }
    this.played += 1
  }

  /** Fade out what sounds. */
  hush() {
    if (!this.sounding) return
    const { source, gain } = this.sounding
    const now = this.context.currentTime
    gain.gain.setValueAtTime(gain.gain.value, now)
    gain.gain.linearRampToValueAtTime(0, now + FADE)
    source.stop(now + FADE)
    this.sounding = null
  }
}
