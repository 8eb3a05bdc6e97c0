// Sending a folder to the daemon, over a WebSocket of its own. web/imports/receiver.py is the other end.

/** @import { FolderFiles } from './import_files.js' */

const MAX_UNANSWERED = 8 // files that are on the way

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
    this.unanswered = 0
    this.isStopped = false
    this.proceed = () => {}
  }

  /**
   * Send files, then the end.
   * @param {number[]} wanted their indices
   */
  async run(wanted) {
    for (const index of wanted) {
      while (this.unanswered >= MAX_UNANSWERED) await new Promise((resolve) => (this.proceed = () => resolve(null)))
      if (this.isStopped) return
      this.unanswered += 1
      const message = await this.message(index)
      if (this.isStopped) return
      this.socket.send(message)
    }
    while (this.unanswered > 0) await new Promise((resolve) => (this.proceed = () => resolve(null)))
    if (!this.isStopped) this.socket.send('["end"]')
  }

  /** @param {number} index */
  async message(index) {
    try {
      const content = await this.files[index].file.arrayBuffer()
      const header = new DataView(new ArrayBuffer(4))
      header.setUint32(0, index, true)
      return new Blob([header.buffer, content])
    } catch {
      return JSON.stringify(['unreadable', index])
    }
  }

  /** Note that a file has been written. */
  taken() {
    this.unanswered -= 1
    this.proceed()
  }

  stop() {
    this.isStopped = true
    this.unanswered = 0
    this.proceed()
  }
}
