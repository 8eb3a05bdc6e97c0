// What is asked of the daemon: samples, copies, steps back; and which answers are awaited.

import { title } from './samples.js'

export class Maker {
  /** @param {Line} line @param {Words} words */
  constructor(line, words) {
    Object.assign(this, { line, words })
    this.controls = null
    this.number = Math.floor(Math.random() * 1e6) * 1000 + 1
    this.awaited = new Map() // number → what was asked
    this.undoing = false
  }

  ask(verb, ...args) {
    this.number += 1
    if (this.line.say(`/latentpad/${verb}`, this.number, ...args)) this.awaited.set(this.number, verb)
    else this.words.tell('latentpad is not running.')
  }

  /** Whether an answer is one to this page. */
  isOwn(number) {
    return this.awaited.has(number)
  }

  /** Wait no longer for an answer. */
  answered(number) {
    const verb = this.awaited.get(number)
    this.awaited.delete(number)
    if (verb !== 'generate' || !this.undoing) return
    this.undoing = false
    this.undo()
  }

  lost() {
    this.awaited.clear()
    this.undoing = false
  }

  /**
   * Make a sample at a point; gives the sample that would only be made again, if it is that, and else nothing.
   * @param {{x: number, y: number}} point
   * @param {object | null} current
   * @param {boolean} dice whether to take a new seed
   */
  make({ x, y }, current, dice) {
    if (!this.line.open) return this.words.tell('latentpad is not running.')
    if (dice) this.reseed()
    this.controls?.say()
    const wanted = Object.entries({ x, y, ...this.controls?.values })
    if (current && !current.undone && wanted.every(([key, value]) => same(current[key], value))) {
      this.words.tell(`This is ${title(current)} already; another seed makes a sibling.`)
      return current
    }
    return this.ask('generate', x, y)
  }

  /** Take a new seed. */
  reseed() {
    this.controls?.put('seed', Math.floor(Math.random() * 2 ** 31))
  }

  /** Take the settings of a sample. */
  take(sample) {
    for (const { key } of this.controls?.settings ?? []) this.controls.put(key, sample[key])
  }

  keep(sample, name = '') {
    this.ask('keep', sample.name, ...(name ? [name] : []))
  }

  /** Step back; what is being made is waited for, since it is that which is to be undone. */
  undo() {
    if ([...this.awaited.values()].includes('generate')) this.undoing = true
    else this.ask('undo')
  }
}

/** Whether two numbers are one and the same once OSC has carried them: whole ones as they are, others in single precision. */
function same(one, other) {
  return one === other || (!Number.isInteger(other) && Math.fround(one) === Math.fround(other))
}
