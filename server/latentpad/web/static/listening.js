// Whether this page plays what others make: of all that are open, in any browser, the daemon chooses one.

/** @import { App } from './app.js' */

import { byId } from './elements.js'

const [CANNOT, HIDDEN, VISIBLE, LISTENING] = [0, 1, 2, 3] // web/loudspeaker.py says what they mean

export class Listening {
  /** @param {App} app */
  constructor(app) {
    this.app = app
    this.playsOthers = false // samples that controllers and other pages ask for
    this.playsNotes = false // notes that come over MIDI
    this.used = performance.now()
    this.reported = ''
    for (const kind of ['pointerdown', 'keydown', 'focus']) {
      window.addEventListener(kind, () => this.use(), { capture: true })
    }
    document.addEventListener('visibilitychange', () => this.report())
    byId('play-others').addEventListener('change', () => this.report())
    app.audio.onState = () => this.report()
  }

  /** Note that the page is used: it is the one that plays from now on. */
  use() {
    this.used = performance.now()
    if (!this.playsOthers) this.reported = ''
    this.report()
  }

  get rank() {
    if (!this.app.audio.unlocked) return CANNOT
    if (document.visibilityState !== 'visible') return HIDDEN
    return byId('play-others', HTMLInputElement).checked ? LISTENING : VISIBLE
  }

  /** Tell the daemon what has changed, if anything. */
  report() {
    const facts = [this.rank, Number(this.app.midi.midi.isOn)]
    if (facts.join() === this.reported) return
    const idle = (performance.now() - this.used) / 1000
    if (this.app.socket.send('/page/listens', facts[0], idle, facts[1])) this.reported = facts.join()
  }

  /** Tell the daemon everything: it is another one, or the connection is. */
  connected() {
    this.playsOthers = this.playsNotes = false
    this.reported = ''
    this.report()
  }

  /**
   * @param {number} others
   * @param {number} notes
   */
  chosen(others, notes) {
    this.playsOthers = others === 1
    this.playsNotes = notes === 1
  }
}
