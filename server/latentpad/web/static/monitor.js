// What comes in over OSC and what is answered, the newest on top.

const MOST_LINES = 100

export class Monitor {
  /** @param {HTMLElement} list @param {HTMLElement} silence shown while nothing came in */
  constructor(list, silence) {
    this.list = list
    this.silence = silence
  }

  /** @param {Array[]} lines number, whether it came in, the other side, address, arguments */
  take(lines) {
    for (const [, incoming, peer, address, args] of lines) {
      const row = document.createElement('li')
      row.className = incoming ? 'in' : 'out'
      row.classList.toggle('wrong', address === '/latentpad/error')
      row.textContent = `${address} ${args.map(written).join(' ')}  (${incoming ? 'from' : 'to'} ${peer})`
      this.list.prepend(row)
      if (incoming) this.silence.hidden = true
    }
    while (this.list.children.length > MOST_LINES) this.list.lastChild.remove()
  }

  /** Forget what an earlier daemon heard. */
  clear() {
    this.list.replaceChildren()
    this.silence.hidden = false
  }
}

function written(value) {
  if (typeof value === 'string') return JSON.stringify(value)
  return typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toFixed(4))) : String(value)
}
