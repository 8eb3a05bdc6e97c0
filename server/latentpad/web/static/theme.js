// The theme: dark, light, or the system's.

import { loadPreference, savePreference } from './preferences.js'

const THEMES = ['system', 'dark', 'light']
const systemLight = matchMedia('(prefers-color-scheme: light)')

export class Theme {
  /**
   * @param {HTMLElement} button
   * @param {() => void} onChange
   */
  constructor(button, onChange) {
    this.button = button
    this.onChange = onChange
    const saved = loadPreference('theme') ?? ''
    this.choice = THEMES.includes(saved) ? saved : THEMES[0]
    systemLight.addEventListener('change', () => this.apply())
    this.apply()
  }

  next() {
    this.choice = THEMES[(THEMES.indexOf(this.choice) + 1) % THEMES.length]
    savePreference('theme', this.choice)
    this.apply()
  }

  apply() {
    const system = systemLight.matches ? 'light' : 'dark'
    document.documentElement.dataset.theme = this.choice === 'system' ? system : this.choice
    this.button.textContent = `Theme: ${this.choice}`
    this.onChange()
  }
}
