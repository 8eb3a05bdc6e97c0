// The batches of all clients: which one is shown, and what the daemon's messages do to them.

/** @import { FamilyPanel } from './family_panel.js' */
/** @import { FamilyPlan } from './family.js' */
/** @import { MapCanvas } from './map.js' */
/** @import { Sample } from './samples.js' */
/** @import { Status } from './status.js' */

import { Family } from './family.js'

const OTHER_COLUMNS = 8
const MAX_FAMILIES = 20

export class Batches {
  /**
   * @param {MapCanvas} map
   * @param {FamilyPanel} panel
   * @param {Status} status
   * @param {(family: Family) => void} showKit called with a kit instead of the panel
   */
  constructor(map, panel, status, showKit) {
    this.map = map
    this.panel = panel
    this.status = status
    this.showKit = showKit
    /** @type {Map<number, Family>} the last ones, by the id of their message */
    this.families = new Map()
    /** @type {Family | null} the one shown */
    this.family = null
  }

  /**
   * Expect the samples of a message of this page.
   * @param {number} id
   * @param {FamilyPlan} plan
   */
  expect(id, plan) {
    const family = this.begin(id, plan)
    family.isOwn = true
    this.show(family)
  }

  /**
   * @param {number} id
   * @param {FamilyPlan} plan
   */
  begin(id, plan) {
    const family = new Family(id, plan)
    this.families.delete(id)
    this.families.set(id, family)
    for (const [oldest, { state }] of this.families) {
      if (this.families.size <= MAX_FAMILIES) break
      if (state !== 'running') this.families.delete(oldest)
    }
    return family
  }

  /** @param {Family | null} family */
  show(family) {
    this.family = family
    this.map.family = family
    const isKit = family?.plan.verb === 'kit'
    this.panel.show(isKit ? null : family)
    if (isKit) this.showKit(family)
    this.map.draw('overlay')
  }

  /**
   * Add a sample of a batch; return whether it is the first one.
   * @param {number} id
   * @param {number} index
   * @param {Sample} sample
   */
  add(id, index, sample) {
    let family = this.families.get(id)
    if (!family || (family.batch && family.batch !== sample.batch)) {
      const title = sample.kit ? 'Kit' : 'Batch of another program'
      family = this.begin(id, { verb: sample.kit ? 'kit' : '', title, of: index + 1, columns: OTHER_COLUMNS })
    }
    family.batch = sample.batch
    const isFirst = family.members.size === 0
    family.add(index, sample)
    this.show(family)
    return isFirst
  }

  /**
   * @param {number} id
   * @param {number} done
   * @param {number} of
   */
  progress(id, done, of) {
    this.families.get(id)?.progress(done, of)
    this.update(id)
  }

  /**
   * End a batch; `stopped` ones may go on.
   * @param {number} id
   * @param {'finished' | 'cancelled' | 'stopped'} state
   * @param {string} reason
   */
  end(id, state, reason = '') {
    const family = this.families.get(id)
    if (family?.state !== 'running') return false
    if (state === 'stopped') family.stop(reason)
    else family.state = state
    this.update(id)
    if (state === 'finished') this.status.setMessage(`${family.plan.title}: ${family.text}.`)
    return true
  }

  /** @param {number} id */
  update(id) {
    if (this.family?.id === id) this.show(this.family)
  }

  /** The ids of this page's batches that still run. */
  get ids() {
    return [...this.families.values()].filter(({ isOwn, state }) => isOwn && state === 'running').map(({ id }) => id)
  }

  /** Close the panel; false if it is not open. */
  close() {
    if (!this.family) return false
    this.show(null)
    return true
  }

  /** @param {Map<string, Sample>} samples the daemon's, by name: some may be undone now */
  refresh(samples) {
    if (this.family && this.family.plan.verb !== 'kit') this.show(this.family.refresh(samples) ? this.family : null)
  }

  disconnected() {
    for (const id of this.families.keys()) this.end(id, 'stopped', 'latentpad is not running')
    this.families.clear()
  }
}
