// Dark, light, or as the system is; and what this browser remembers.

const THEMES = ['system', 'dark', 'light']
const bright = matchMedia('(prefers-color-scheme: light)')

export class Theme {
  /** @param {HTMLElement} button @param {() => void} changed */
  constructor(button, changed) {
    Object.assign(this, { button, changed })
    const before = remembered('theme')
    this.choice = THEMES.includes(before) ? before : THEMES[0]
    bright.addEventListener('change', () => this.apply())
    this.apply()
  }

  next() {
    this.choice = THEMES[(THEMES.indexOf(this.choice) + 1) % THEMES.length]
    remember('theme', this.choice)
    this.apply()
  }

  apply() {
    const system = bright.matches ? 'light' : 'dark'
    document.documentElement.dataset.theme = this.choice === 'system' ? system : this.choice
    this.button.textContent = `Theme: ${this.choice}`
    this.changed()
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(`latentpad.${key}`, value)
  } catch {
    // private windows keep nothing
  }
}

export function remembered(key) {
  try {
    return localStorage.getItem(`latentpad.${key}`)
  } catch {
    return null
  }
}
