// Sending a folder to the daemon, over a WebSocket of its own. web/imports/receiver.py is the other end.

/** @import { FolderFiles } from './import_files.js' */

const AT_ONCE = 4 // messages that are on the way
const MESSAGE_BYTES = 1_000_000 // of a message, or more by one file: many small ones would take a while
const HEADER = 8 // bytes: index and size of a file
const UNREADABLE = 2 ** 32 - 1 // size of a file that the browser cannot read

/**
 * @typedef {object} Part
 * @property {number} index
 * @property {ArrayBuffer | null} content null if it cannot be read
 */

/**
 * Send the files of a folder that the daemon does not have yet.
 * @param {string} address ws://…
 * @param {FolderFiles} folder
 * @returns {Promise<void>} once all files are there and are being mapped; rejected with the reason why not
 */
export function sendFolder(address, { name, files }) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address)
    const upload = new Upload(socket, files)
    socket.onopen = () => {
      const rows = files.map(({ path, file }) => [path, file.size, file.lastModified])
      socket.send(JSON.stringify(['offer', name, rows]))
    }
    socket.onmessage = ({ data }) => {
      const [address, value, isShown] = JSON.parse(data)
      if (address === 'wanted') upload.run(value)
      else if (address === 'taken') upload.taken()
      else if (address === 'started') resolve()
      else if (address === 'refused') reject(isShown ? new EndedImport(value) : new Error(value))
    }
    socket.onclose = () => {
      upload.stop()
      reject(new Error('The connection to latentpad was lost.')) // harmless if it has started, or was refused
    }
  })
}

/** Why an import has ended that all pages show: its state says the same. */
export class EndedImport extends Error {}

class Upload {
  /**
   * @param {WebSocket} socket
   * @param {FolderFiles['files']} files
   */
  constructor(socket, files) {
    this.socket = socket
    this.files = files
    this.isStopped = false
    /** @type {((answer: null) => void)[]} of the messages that are on the way, in their order */
    this.answers = []
  }

  /**
   * Send files, then the end.
   * @param {number[]} wanted their indices
   */
  async run(wanted) {
    const queue = wanted.values()
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.sendFrom(queue)))
    if (!this.isStopped) this.socket.send('["end"]')
  }

  /** @param {IterableIterator<number>} queue of indices, shared with others */
  async sendFrom(queue) {
    for (;;) {
      const parts = await this.read(queue)
      if (this.isStopped || !parts.length) return
      this.socket.send(joined(parts))
      await new Promise((resolve) => this.answers.push(resolve))
    }
  }

  /**
   * Read files until there are enough bytes for a message.
   * @param {IterableIterator<number>} queue
   */
  async read(queue) {
    /** @type {Part[]} */
    const parts = []
    for (let bytes = 0; bytes < MESSAGE_BYTES; ) {
      const { value: index, done } = queue.next()
      if (done) break
      const content = await this.files[index].file.arrayBuffer().catch(() => null)
      parts.push({ index, content })
      bytes += HEADER + (content?.byteLength ?? 0)
    }
    return parts
  }

  /** Note that the files of a message have been written. */
  taken() {
    this.answers.shift()?.(null)
  }

  stop() {
    this.isStopped = true
    while (this.answers.length) this.taken()
  }
}

/**
 * Return a message of several files.
 * @param {Part[]} parts
 */
function joined(parts) {
  const message = new Uint8Array(parts.reduce((sum, { content }) => sum + HEADER + (content?.byteLength ?? 0), 0))
  const view = new DataView(message.buffer)
  let at = 0
  for (const { index, content } of parts) {
    view.setUint32(at, index, true)
    view.setUint32(at + 4, content?.byteLength ?? UNREADABLE, true)
    if (content) message.set(new Uint8Array(content), at + HEADER)
    at += HEADER + (content?.byteLength ?? 0)
  }
  return message
}
