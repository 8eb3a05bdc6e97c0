// What is heard: samples, places, and sounds of the library, of which the last ones are remembered.

const MOST_HELD = 20e6 // samples of audio: 80 MB

export class Ear {
  /** @param {Line} line @param {Voice} voice @param {(words: string) => void} tell why nothing is heard */
  constructor(line, voice, tell) {
    Object.assign(this, { line, voice, tell })
    this.held = new Map()
    this.weight = 0
  }

  /** Play a sample, or only look at it; `seen` gets the sound. What is to be heard is not given up for a look. */
  async sample(name, aloud, seen) {
    if (!aloud && this.line.wishes.get('sample')?.aloud) return
    const promised = this.line.hear('sample', name)
    const wish = this.line.wishes.get('sample')
    if (wish) wish.aloud = aloud
    await this.hear(promised, (heard) => {
      if (aloud) this.voice.play(heard)
      seen(heard)
    })
  }

  /** Play a place of the map, with the settings as they are. */
  async place(x, y) {
    await this.hear(this.line.hear('place', x, y), (heard) => this.voice.play(heard))
  }

  /** Play a sound of the library, unless `isWanted()` no longer holds once it is there. */
  async sound(index, isWanted) {
    const known = this.held.get(index)
    if (known) {
      this.line.forget()
      this.voice.play(known)
      return
    }
    await this.hear(this.line.hear('sound', index), (heard) => {
      this.hold(index, heard)
      if (isWanted()) this.voice.play(heard)
    })
  }

  async hear(promised, then) {
    try {
      then(await promised)
    } catch (error) {
      this.tell(error.message)
    }
  }

  hold(index, heard) {
    this.held.set(index, heard)
    this.weight += heard.samples.length
    for (const [oldest, { samples }] of this.held) {
      if (this.weight <= MOST_HELD) break
      this.held.delete(oldest)
      this.weight -= samples.length
    }
  }

  /** Forget the library, for another one. */
  clear() {
    this.held.clear()
    this.weight = 0
  }
}
