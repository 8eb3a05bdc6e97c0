// Imports: a folder of samples becomes a map, while you play. The daemon does the work; every open page shows it.

/** @import { App } from './app.js' */
/** @import { FolderFiles } from './import_files.js' */

import { byId } from './elements.js'
import { droppedFolders, filesOfFolders, filesOfInput } from './import_files.js'
import { ImportPanel } from './import_panel.js'
import { buttonText, resultText } from './import_texts.js'
import { EndedImport, sendFolder } from './import_upload.js'
import { sentence } from './shown_text.js'

/**
 * @typedef {object} ImportState as web/imports/state.py sends it
 * @property {'idle' | 'copying' | 'running' | 'finished' | 'cancelled' | 'failed'} phase
 * @property {'map' | 'train'} kind
 * @property {string} name
 * @property {string} folder
 * @property {number} copiedBytes
 * @property {string} stage
 * @property {number} done
 * @property {number} total
 * @property {number | null} remaining seconds
 * @property {number | null} files
 * @property {[string, number][]} kinds
 * @property {number} noKind
 * @property {number} loops
 * @property {[string, string][]} skipped
 * @property {number} nSkipped
 * @property {string[]} notes
 * @property {number} sounds
 * @property {string} bundle
 * @property {string} opened
 * @property {string} message
 */

/**
 * @typedef {object} ImportOffers
 * @property {string} needs what to install first, or empty
 * @property {string} learnNeeds
 * @property {{kind: 'map' | 'train', folder: string, output: string}[]} unfinished
 * @property {string} learn the folder that can be learnt, or empty
 * @property {string} example the path of a folder, as this computer writes it
 */

export class Import {
  /** @param {App} app */
  constructor(app) {
    this.app = app
    /** @type {ImportState | null} */
    this.state = null
    /** @type {ImportOffers | null} */
    this.offers = null
    this.isPreparing = false // whether the browser is still looking through a folder
    this.panel = new ImportPanel({
      goOn: (output) => this.send('continue', output),
      forget: (output) => this.send('forget', output),
    })
    byId('import-form').addEventListener('submit', (event) => {
      event.preventDefault()
      const path = byId('import-path', HTMLInputElement).value.trim()
      if (path) this.send('folder', path)
    })
    byId('learn-choices').addEventListener('submit', (event) => {
      event.preventDefault()
      this.send('learn', Number(byId('learn-minutes', HTMLInputElement).value))
    })
    byId('folder-input').addEventListener('change', () => this.chosen(byId('folder-input', HTMLInputElement)))
  }

  get isBusy() {
    return this.isPreparing || this.state?.phase === 'copying' || this.state?.phase === 'running'
  }

  /** Open the panel. */
  open() {
    if (!this.offers) {
      this.app.status.setMessage('latentpad is not running.')
      return
    }
    byId('import').hidden = false
    byId('panel').scrollTop = 0
    this.send('offers')
    byId(this.isBusy ? 'cancel-import' : 'choose-folder').focus()
  }

  /** Close the panel, whatever is being imported; false if it is not open. */
  close() {
    if (byId('import').hidden) return false
    byId('import').hidden = true
    return true
  }

  /** Close the panel, and forget an import that has ended. */
  dismiss() {
    this.close()
    if (!this.isBusy) this.send('dismiss')
    byId('map').focus({ preventScroll: true })
  }

  /** Let the user choose a folder. */
  choose() {
    byId('folder-input').click()
  }

  /** @param {HTMLInputElement} input */
  chosen(input) {
    const files = [...(input.files ?? [])]
    input.value = '' // so that the same folder can be chosen again
    if (files.length) this.import(async () => filesOfInput(files))
  }

  /**
   * Import the folders that are dropped; false if there are none.
   * @param {DataTransfer} dropped
   */
  drop(dropped) {
    const folders = droppedFolders(dropped)
    if (!folders.length) return false
    this.import(() => filesOfFolders(folders))
    return true
  }

  /**
   * Copy a folder to the daemon, which then maps it.
   * @param {() => Promise<FolderFiles>} list
   */
  async import(list) {
    const { status } = this.app
    this.open()
    if (!this.offers) return
    if (this.offers.needs) {
      status.setMessage(this.offers.needs)
      return
    }
    if (this.isBusy) {
      status.addError('Another folder is being imported. Cancel that, or wait until it is done.')
      return
    }
    this.isPreparing = true
    status.setMessage('Looking through the folder …')
    try {
      const folder = await list()
      if (!folder.files.length) throw new Error(`${folder.name} contains no audio files.`)
      await sendFolder(`ws://${location.host}/library`, folder)
    } catch (error) {
      if (!(error instanceof EndedImport)) status.addError(sentence(error instanceof Error ? error.message : String(error)))
    } finally {
      this.isPreparing = false
    }
  }

  /** @param {ImportState} state */
  setState(state) {
    const before = this.state
    this.state = state
    this.panel.show(state)
    byId('open-import').textContent = buttonText(state)
    const isNew = before?.phase !== state.phase || before.folder !== state.folder
    const isRunning = state.phase === 'copying' || state.phase === 'running'
    if (isNew && isRunning && !before?.name) byId('import').hidden = false
    const isPlayable = isRunning && !before?.bundle && state.bundle
    if (before && ((isNew && !isRunning) || isPlayable)) this.app.status.setMessage(resultText(state))
  }

  /** @param {ImportOffers} offers */
  setOffers(offers) {
    this.offers = offers
    byId('open-import').hidden = false
    this.panel.offer(offers)
    byId('import-path', HTMLInputElement).placeholder = offers.example
  }

  /**
   * @param {string} verb
   * @param {...(string | number)} args
   */
  send(verb, ...args) {
    if (!this.app.socket.send(`/page/import/${verb}`, ...args)) this.app.status.setMessage('latentpad is not running.')
  }
}
