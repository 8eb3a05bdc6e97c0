// The line to the daemon: arrays of JSON both ways, and sounds as bytes. What is said is in web/words.py.

const FIRST_PAUSE = 300
const LONGEST_PAUSE = 3000

export class Line {
  /** @param {string} address ws://… */
  constructor(address) {
    this.address = address
    this.ears = new Map()
    this.pause = FIRST_PAUSE
    this.numbers = 0
    this.wishes = new Map() // 'sample' or 'map' → what is waited for
    this.open = false
  }

  /** Call back at every message of an address; `lost` and `found` are the line's own. */
  on(address, ear) {
    this.ears.set(address, ear)
  }

  connect() {
    const socket = new WebSocket(this.address)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      this.open = true
      this.pause = FIRST_PAUSE
      this.tell('found')
    }
    socket.onmessage = ({ data }) => (typeof data === 'string' ? this.tell(...JSON.parse(data)) : this.sounded(data))
    socket.onclose = () => {
      this.open = false
      this.wishes.clear()
      this.tell('lost')
      setTimeout(() => this.connect(), this.pause)
      this.pause = Math.min(2 * this.pause, LONGEST_PAUSE)
    }
    this.socket = socket
  }

  /** Say something; false where nobody is there to hear it. */
  say(address, ...args) {
    if (this.open) this.socket.send(JSON.stringify([address, ...args]))
    return this.open
  }

  /**
   * Ask for a sound. Of the wishes for a sample the newest comes true, and of all others; the rest are never answered.
   * @returns {Promise<{samples: Float32Array, sampleRate: number}>} rejected with words where there is nothing to hear
   */
  hear(kind, ...what) {
    return new Promise((resolve, reject) => {
      this.numbers += 1
      if (this.say('/page/hear', this.numbers, kind, ...what)) this.wishes.set(lane(kind), { id: this.numbers, resolve, reject })
      else reject(new Error('latentpad is not there'))
    })
  }

  /** Wish no longer for what is not a sample. */
  forget() {
    this.wishes.delete('map')
  }

  /** Say why a wish stays silent. */
  silent(id, words) {
    this.granted(id)?.reject(new Error(words))
  }

  sounded(data) {
    const [id, sampleRate] = new Uint32Array(data, 0, 2)
    this.granted(id)?.resolve({ samples: new Float32Array(data, 8), sampleRate })
  }

  /** Take out the wish of a number, if it is still one. */
  granted(id) {
    for (const [kind, wish] of this.wishes) {
      if (wish.id !== id) continue
      this.wishes.delete(kind)
      return wish
    }
    return null
  }

  tell(address, ...args) {
    this.ears.get(address)?.(...args)
  }
}

function lane(kind) {
  return kind === 'sample' ? 'sample' : 'map'
}
