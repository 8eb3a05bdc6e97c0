// The panel of imports: how to begin one, how far it is, and what has come of it.

/** @import { ImportOffers, ImportState } from './import.js' */

import { byId } from './elements.js'
import { copyText, notesText, plural, resultText, stageText, summaryText } from './import_texts.js'
import { shown } from './shown_text.js'

const MAX_REASON = 300 // characters

export class ImportPanel {
  /**
   * @param {object} actions
   * @param {(output: string) => void} actions.goOn
   * @param {(output: string) => void} actions.forget
   */
  constructor(actions) {
    this.actions = actions
    this.listed = -1 // unusable files that are listed
    this.isBusy = this.hasEnded = this.canLearn = false
    this.needs = '' // what has to be installed first
  }

  /**
   * Show an import.
   * @param {ImportState} state
   */
  show(state) {
    const isBusy = state.phase === 'copying' || state.phase === 'running'
    byId('import-title').textContent = state.name ? titleOf(state) : 'Import a folder'
    byId('import-state').hidden = state.phase === 'idle'
    byId('import-start').hidden = isBusy
    this.isBusy = isBusy
    this.hasEnded = state.phase === 'finished' || state.phase === 'cancelled'
    byId('another-import').hidden = !this.hasEnded
    this.showChoices()
    byId('import-stage').textContent = isBusy ? stageText(state) : ''
    const progress = byId('import-progress', HTMLProgressElement)
    byId('import-work').hidden = !isBusy
    if (state.total > 1) Object.assign(progress, { max: state.total, value: state.done })
    else progress.removeAttribute('value')
    byId('import-summary').textContent = summaryText(state)
    byId('import-copy').textContent = copyText(state)
    byId('import-notes').textContent = notesText(state)
    byId('import-result').textContent = resultText(state)
    byId('import-result').classList.toggle('bad', state.phase === 'failed')
    byId('play-import').hidden = !state.bundle || state.opened === state.bundle
    this.list(state)
  }

  /**
   * List the files that cannot be used.
   * @param {ImportState} state
   */
  list({ skipped, nSkipped }) {
    if (this.listed === nSkipped) return
    this.listed = nSkipped
    byId('import-skipped').hidden = !nSkipped
    byId('import-skipped-title').textContent = `${plural(nSkipped, 'file')} cannot be used`
    const items = skipped.map(([name, reason]) => textItem(`${shown(name)} ${shown(reason, MAX_REASON)}`))
    if (nSkipped > skipped.length) items.push(textItem(`and ${nSkipped - skipped.length} more`))
    byId('import-skipped-files').replaceChildren(...items)
  }

  /**
   * Show what can be asked for.
   * @param {ImportOffers} offers
   */
  offer({ needs, learnNeeds, unfinished, learn }) {
    byId('import-needs').textContent = needs
    this.needs = needs
    this.showChoices()
    byId('unfinished').replaceChildren(...unfinished.map((one) => this.unfinishedItem(one)))
    this.canLearn = learn !== ''
    byId('learn-text').textContent =
      learnNeeds || `Learn ${shown(learn)}: the model is trained on these sounds. You can go on playing meanwhile.`
    byId('learn-choices').hidden = learnNeeds !== ''
  }

  showChoices() {
    byId('import-choices').hidden = this.hasEnded || this.needs !== ''
    byId('learn').hidden = this.isBusy || !this.canLearn || this.needs !== ''
  }

  /** @param {ImportOffers['unfinished'][number]} unfinished */
  unfinishedItem({ kind, folder, output }) {
    const item = document.createElement('li')
    const [goOn, forget] = [document.createElement('button'), document.createElement('button')]
    goOn.type = forget.type = 'button'
    goOn.textContent = `Continue ${kind === 'train' ? 'learning' : 'importing'} ${shown(folder)}`
    goOn.onclick = () => this.actions.goOn(output)
    forget.textContent = '×'
    forget.ariaLabel = forget.title = `Do not continue ${shown(folder)}; your files stay where they are`
    forget.onclick = () => this.actions.forget(output)
    item.append(goOn, forget)
    return item
  }
}

/** @param {ImportState} state */
function titleOf({ phase, kind, name, folder }) {
  const library = shown((kind === 'train' && folder.split(/[\\/]/).at(-1)) || name)
  if (phase === 'copying' || phase === 'running') return `${kind === 'train' ? 'Learning' : 'Importing'} ${library}`
  return `${kind === 'train' ? 'Learn' : 'Import'}: ${library}`
}

/** @param {string} text */
function textItem(text) {
  const item = document.createElement('li')
  item.textContent = text
  return item
}
