// What is fetched of the bundle: the map, the settings, the names, how well places are known; again after each restart.

const RETRY = 2000

export class Loader {
  /**
   * @param {Line} line
   * @param {object} told settings(table), map(chart), names(sounds), known(cells), done(), failed(words)
   */
  constructor(line, told) {
    Object.assign(this, { line, told })
    this.ready = false
    this.digest = ''
    this.knownFor = ''
  }

  /** Fetch what is shown of the bundle, if it is another one than before. */
  async load() {
    try {
      const [chart, settings] = await Promise.all([fetched('/map.json'), fetched('/settings.json')])
      this.told.settings(settings)
      if (chart.digest !== this.digest) {
        this.told.map(chart)
        this.told.names(await fetched('/sounds.json'))
        this.digest = chart.digest
      }
      this.told.done()
      this.shade()
    } catch (error) {
      if (!this.line.open) return // it is said already, and read again as soon as latentpad is found
      this.told.failed(`The map could not be read: ${error.message}`)
      setTimeout(() => this.line.open && this.load(), RETRY)
    }
  }

  /** Fetch how well places are known; only a daemon that is warm knows. */
  async shade() {
    const wanted = this.digest
    if (!this.ready || !wanted || this.knownFor === wanted) return
    try {
      const response = await fetch('/known.bin')
      if (!response.ok || wanted !== this.digest) return
      this.told.known(new Uint8Array(await response.arrayBuffer()))
      this.knownFor = wanted
    } catch {
      // latentpad is gone again; once it is back this is asked anew
    }
  }
}

async function fetched(path) {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  return response.json()
}
