// The WebSocket to the daemon: JSON arrays both ways, and sounds as bytes. The messages are listed in web/messages.py.

/** @import { Sound } from './audio.js' */

const FIRST_RETRY = 300 // milliseconds
const MAX_RETRY = 3000
const FULL = 503 // status: as many pages as can be are open

/**
 * @typedef {object} PendingSound
 * @property {number} id
 * @property {(sound: Sound) => void} resolve
 * @property {(error: Error) => void} reject
 */

export class DaemonSocket {
  /** @param {string} address ws://… */
  constructor(address) {
    this.address = address
    this.retry = FIRST_RETRY
    this.lastId = 0
    this.open = false
    /** @type {WebSocket | null} */
    this.socket = null
    /** @type {Map<string, (...args: any[]) => void>} */
    this.handlers = new Map()
    /** @type {Map<'sample' | 'preview', PendingSound>} */
    this.pending = new Map()
  }

  /**
   * Handle the messages of an address; `connected` and `disconnected`, with why or an empty text, are the socket's own.
   * @param {string} address
   * @param {(...args: any[]) => void} handler
   */
  on(address, handler) {
    this.handlers.set(address, handler)
  }

  /** Connect, and reconnect whenever the connection is lost. */
  connect() {
    const socket = new WebSocket(this.address)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      this.open = true
      this.retry = FIRST_RETRY
      this.dispatch('connected')
    }
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') {
        const [address, ...args] = JSON.parse(data)
        this.dispatch(address, ...args)
      } else {
        this.resolveSound(data)
      }
    }
    socket.onclose = async () => {
      const wasOpen = this.open
      this.open = false
      this.pending.clear()
      this.dispatch('disconnected', wasOpen ? '' : await refusal())
      setTimeout(() => this.connect(), this.retry)
      this.retry = Math.min(2 * this.retry, MAX_RETRY)
    }
    this.socket = socket
  }

  /**
   * Send a message; false if there is no connection.
   * @param {string} address
   * @param {...(string | number)} args
   */
  send(address, ...args) {
    const isOpen = this.open && this.socket?.readyState === WebSocket.OPEN // it may be closing
    if (isOpen) this.socket?.send(JSON.stringify([address, ...args]))
    return isOpen
  }

  /**
   * Send a file of the user's own; false if there is no connection. web/uploads.py reads it.
   * @param {number} id
   * @param {string} name
   * @param {ArrayBuffer} content
   */
  sendFile(id, name, content) {
    const isOpen = this.open && this.socket?.readyState === WebSocket.OPEN
    const encoded = new TextEncoder().encode(name)
    const header = new DataView(new ArrayBuffer(6))
    header.setUint32(0, id, true)
    header.setUint16(4, encoded.length, true)
    if (isOpen) this.socket?.send(new Blob([header.buffer, encoded, content]))
    return isOpen
  }

  /**
   * Request a sound. The newest request for a sample is answered, and the newest of all others; older ones never are.
   * @param {'sample' | 'place' | 'blend' | 'morph' | 'sound'} kind
   * @param {...(string | number)} args
   * @returns {Promise<Sound>} rejected with the reason if there is nothing to play
   */
  requestSound(kind, ...args) {
    return new Promise((resolve, reject) => {
      this.lastId += 1
      const id = this.lastId
      if (this.send('/page/hear', id, kind, ...args)) this.pending.set(queueOf(kind), { id, resolve, reject })
      else reject(new Error('latentpad is not running'))
    })
  }

  /** Ignore the answer to a pending request for anything but a sample. */
  cancelPreview() {
    this.pending.delete('preview')
  }

  /**
   * Reject a pending request.
   * @param {number} id
   * @param {string} reason
   */
  rejectSound(id, reason) {
    this.takePending(id)?.reject(new Error(reason))
  }

  /** @param {ArrayBuffer} data id, sample rate, number of channels, the samples of each */
  resolveSound(data) {
    const [id, sampleRate, nChannels] = new Uint32Array(data, 0, 3)
    const all = new Float32Array(data, 12)
    for (let n = 0; n < all.length; n++) if (!(Math.abs(all[n]) <= 1)) all[n] = inRange(all[n])
    const length = Math.floor(all.length / Math.max(1, nChannels))
    const channels = Array.from({ length: nChannels }, (_, k) => all.subarray(k * length, (k + 1) * length))
    this.takePending(id)?.resolve({ channels, length, sampleRate })
  }

  /**
   * Remove and return a request, if it is still pending.
   * @param {number} id
   */
  takePending(id) {
    for (const [queue, request] of this.pending) {
      if (request.id !== id) continue
      this.pending.delete(queue)
      return request
    }
    return null
  }

  /**
   * @param {string} address
   * @param {...any} args
   */
  dispatch(address, ...args) {
    this.handlers.get(address)?.(...args)
  }
}

/** Return why the daemon lets no further page connect; empty if it is not running. */
async function refusal() {
  try {
    const response = await fetch('/socket')
    return response.status === FULL ? await response.text() : ''
  } catch {
    return ''
  }
}

/**
 * Return a value that every audio output plays alike: those beyond full scale are cut off, and what is no number is 0.
 * @param {number} value
 */
function inRange(value) {
  return value > 1 ? 1 : value < -1 ? -1 : 0
}

/** @param {'sample' | 'place' | 'blend' | 'morph' | 'sound'} kind */
function queueOf(kind) {
  return kind === 'sample' ? 'sample' : 'preview'
}
