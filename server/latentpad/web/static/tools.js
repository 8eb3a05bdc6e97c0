// Several samples at once: relatives, paths and grids; and random places.

/** @import { App } from './app.js' */
/** @import { Rgb } from './colours.js' */
/** @import { FamilyPlan } from './family.js' */
/** @import { Label } from './labels.js' */
/** @import { Point } from './path.js' */

import { Batches } from './batches.js'
import { inside } from './drawing.js'
import { byId } from './elements.js'
import { FamilyPanel } from './family_panel.js'
import { labelText } from './labels.js'
import { title } from './samples.js'

const MAX_COLUMNS = 8

export class Tools {
  /** @param {App} app */
  constructor(app) {
    this.app = app
    this.panel = new FamilyPanel((sample) => app.choose(sample))
    this.batches = new Batches(app.map, this.panel, app.status, (family) => app.kit.update(family))
  }

  /**
   * Set the labels, with which samples are marked.
   * @param {Label[]} labels
   * @param {Rgb[]} palette
   */
  setLabels(labels, palette) {
    this.panel.labels = labels.map(({ name }) => name)
    this.panel.palette = palette
    this.batches.show(null)
  }

  /** Samples of the next batch. */
  get n() {
    return Number(byId('how-many', HTMLSelectElement).value)
  }

  /** Generate relatives of the current sample or, without any, of the point. */
  vary(origin = this.app.history.current) {
    const amount = Number(byId('unlike', HTMLInputElement).value)
    const plan = { title: `Relatives of ${origin ? title(origin) : 'the point'}`, origin }
    this.batch({ verb: 'vary', ...plan }, this.n, amount, ...(origin ? [origin.path] : []))
  }

  /** Generate other relatives of the sample whose relatives are shown. */
  varyMore() {
    const { name } = this.batches.family?.plan.origin ?? {}
    this.vary(name ? this.app.history.samples.get(name) : undefined)
  }

  /**
   * Generate samples along a line.
   * @param {Point[]} line
   */
  path(line) {
    this.batch({ verb: 'path', title: 'Path', line }, this.n, ...line.flat())
  }

  /** Generate samples all over the part of the map that is visible. */
  grid() {
    const { view } = this.app.map
    const columns = 2 ** Math.ceil(Math.log2(this.n) / 2)
    const rows = this.n / columns
    const corners = [...inside(view.toMap(0, view.height)), ...inside(view.toMap(view.width, 0))]
    this.batch({ verb: 'grid', title: 'Grid', columns }, columns, rows, ...corners)
  }

  /**
   * Ask for a batch.
   * @param {Partial<FamilyPlan> & Pick<FamilyPlan, 'verb' | 'title'>} plan
   * @param {...(string | number)} args
   */
  batch(plan, ...args) {
    const id = this.app.commands.render(plan.verb, this.app.newSeed, ...args)
    if (id) this.batches.expect(id, { of: this.n, columns: Math.min(this.n, MAX_COLUMNS), ...plan })
    byId('panel').scrollTop = 0
  }

  /** Cancel the batch that is shown, of whichever program. */
  cancelShown() {
    const { family } = this.batches
    if (family) this.app.socket.send('/latentpad/cancel', family.id)
  }

  /** Cancel this page's batches that still run; false if there are none. */
  cancelBatches() {
    const { ids } = this.batches
    for (const id of ids) this.app.socket.send('/latentpad/cancel', id)
    return ids.length > 0
  }

  /** Generate a sample at a random place: of the labels that are filtered by, or of the whole map. */
  random() {
    this.app.commands.render('random', this.app.newSeed, ...this.app.filter.randomLabel())
  }

  /** Generate a sample at a random place of the kind of sound at the point. */
  randomAlike() {
    const { puck, labels, points } = this.app.map
    const label = labels[points?.ranks[this.soundAt(puck.x, puck.y)] ?? -1]
    if (label) this.app.commands.render('random', this.app.newSeed, label.name)
    else this.app.status.setMessage('The sound nearest to the point has no kind.')
  }

  /**
   * Return the index of the sound nearest to a place.
   * @param {number} x
   * @param {number} y
   */
  soundAt(x, y) {
    const { map } = this.app
    return map.soundNear(...map.view.toScreen(x, y), map.view.width)
  }

  /**
   * Return the label of the sound nearest to a place.
   * @param {number} x
   * @param {number} y
   */
  labelAt(x, y) {
    const { labels, points } = this.app.map
    return labelText(labels[points?.ranks[this.soundAt(x, y)] ?? -1]?.name ?? '')
  }
}
