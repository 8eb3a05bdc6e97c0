// A call that is repeated at most so often; the last one is never left out.

export class Throttle {
  /**
   * @param {() => void} run
   * @param {number} pause milliseconds
   * @param {() => boolean} isWanted asked before a call that was put off
   */
  constructor(run, pause, isWanted) {
    this.run = run
    this.pause = pause
    this.isWanted = isWanted
    this.due = 0
    /** @type {number | undefined} */
    this.timer = undefined
  }

  /** Call now, or as soon as the last call is long enough ago. */
  call() {
    const now = performance.now()
    if (this.due > now) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined
        if (this.isWanted()) this.call()
      }, this.due - now)
      return
    }
    this.due = now + this.pause
    this.run()
  }
}
