// Buttons, keys and preferences of the page.

/** @import { App } from './app.js' */
/** @import { Sample } from './samples.js' */

import { handleDrops } from './drops.js'
import { byId } from './elements.js'
import { handleKeys, listKeys } from './keys.js'
import { loadPreference, savePreference } from './preferences.js'

const ZOOM_STEP = 1.5

/** @param {App} app */
export function bindInputs(app) {
  const actions = actionsOf(app)
  bindButtons(app, actions)
  bindKeys(app, actions)
  bindVolume(app)
  bindFiles(app)
  byId('monitor').addEventListener('toggle', () => {
    app.socket.send('/page/monitor', byId('monitor', HTMLDetailsElement).open ? 1 : 0)
  })
  byId('hover-plays').ariaPressed = String(loadPreference('autoplay') !== 'false')
  for (const kind of ['pointerdown', 'pointerup', 'keydown']) {
    document.addEventListener(kind, () => app.unlock(), { capture: true })
  }
}

/**
 * Return what buttons and keys have in common.
 * @param {App} app
 */
function actionsOf(app) {
  const { map, pad, history, tools, status } = app
  /** @param {(sample: Sample) => void} action */
  const withCurrent = (action) => () => {
    if (history.current) action(history.current)
    else status.setMessage('No sample yet.')
  }
  return {
    zoomIn: () => pad.changeView((view) => view.zoom(ZOOM_STEP, ...view.toScreen(map.puck.x, map.puck.y))),
    zoomOut: () => pad.changeView((view) => view.zoom(1 / ZOOM_STEP)),
    zoomReset: () => pad.changeView((view) => view.reset()),
    undo: () => {
      if (tools.cancelBatches()) status.setMessage('Cancelled. Undo again to take back what has been rendered.')
      else if (!history.current?.kit || !app.kit.back()) app.commands.undo() // on a pad, a kit is what was done last
    },
    help: () => byId('help', HTMLDialogElement).showModal(),
    keep: withCurrent((sample) => app.keep(sample)),
    rename: withCurrent((sample) => (sample.kit ? app.keep(sample) : app.panel.openNaming())),
    reveal: withCurrent((sample) => app.reveal(sample)),
    applySettings: withCurrent((sample) => app.applySettings(sample)),
    download: withCurrent(() => byId('drag').click()),
    toggleHover: () => {
      const button = byId('hover-plays')
      button.ariaPressed = String(button.ariaPressed !== 'true')
      savePreference('autoplay', button.ariaPressed)
    },
  }
}

/**
 * @param {App} app
 * @param {ReturnType<typeof actionsOf>} actions
 */
function bindButtons(app, actions) {
  /** @type {Record<string, () => void>} */
  const clicks = {
    'generate': () => app.generate(),
    'another-seed': () => app.generateAnother(),
    'undo': actions.undo,
    'reset': () => app.controls?.reset(),
    'play': () => app.play(),
    'random': () => app.tools.random(),
    'relatives': () => app.tools.vary(),
    'grid': () => app.tools.grid(),
    'draw-path': () => app.drawing.setMode('path'),
    'select-blend': () => app.drawing.setMode('blend'),
    'generate-blend': () => app.drawing.generateBlend(),
    'play-blend': () => app.drawing.hearBlend(),
    'equal-weights': () => app.drawing.blendPanel.equalise(),
    'clear-blend': () => app.drawing.clearBlend(),
    'generate-path': () => app.drawing.generatePath(),
    'cancel-path': () => app.drawing.cancelPath(),
    'cancel-batch': () => app.tools.cancelShown(),
    'vary-again': () => app.tools.varyMore(),
    'open-kit': () => app.kit.open(),
    'generate-kit': () => app.kit.generate(),
    'kit-back': () => app.kit.back(),
    'lock-pad': () => app.kit.lock(app.kit.pads.selected),
    'reroll-pad': () => app.kit.reroll(app.kit.pads.selected),
    'cancel-kit': () => app.tools.cancelShown(),
    'reveal-kit': () => app.kit.reveal(),
    'close-kit': () => app.kit.close(),
    'open-import': () => app.import.open(),
    'choose-folder': () => app.import.choose(),
    'cancel-import': () => app.import.send('cancel'),
    'play-import': () => app.import.send('open'),
    'another-import': () => app.import.send('dismiss'),
    'close-import': () => app.import.dismiss(),
    'locate': () => byId('file').click(),
    'play-morph': () => app.own.hear(),
    'generate-morph': () => app.own.generate(),
    'close-own': () => app.own.close(),
    'close-family': () => app.tools.batches.close(),
    'keep': actions.keep,
    'rename': actions.rename,
    'reveal': actions.reveal,
    'open-shelf': () => app.openShelf(),
    'open-folder': () => app.openFolder(),
    quit: () => app.quit(),
    'apply-settings': actions.applySettings,
    'zoom-in': actions.zoomIn,
    'zoom-out': actions.zoomOut,
    'zoom-reset': actions.zoomReset,
    'hover-plays': actions.toggleHover,
    'theme': () => app.theme.next(),
    'open-help': actions.help,
    'open-tour': () => {
      byId('help', HTMLDialogElement).close()
      app.tour.show(0)
    },
  }
  for (const [id, action] of Object.entries(clicks)) byId(id).addEventListener('click', () => action())
}

/**
 * @param {App} app
 * @param {ReturnType<typeof actionsOf>} actions
 */
function bindKeys(app, actions) {
  listKeys(byId('keys'))
  const { drawing, tools } = app
  const closeOne = () =>
    app.pointer.cancel() ||
    app.panel.closeNaming() ||
    app.tour.close() ||
    app.midi.stopLearning() ||
    app.filter.legend.close() ||
    tools.cancelBatches() ||
    drawing.cancelPath() ||
    drawing.clearBlend() ||
    app.own.close() ||
    app.import.close() ||
    app.kit.close() ||
    tools.batches.close() ||
    app.filter.clear()
  const keys = {
    'escape': () => closeOne() || byId('map').focus({ preventScroll: true }),
    'enter': () => (drawing.mode === 'path' ? drawing.generatePath() : app.generate()),
    'shift+enter': () => drawing.clickPoint(),
    ' ': () => app.play(),
    's': () => app.generateAnother(),
    'p': () => app.playPoint(),
    'n': () => app.status.setMessage(app.pad.playNearest()),
    'u': actions.undo,
    'k': actions.keep,
    'r': actions.rename,
    'f': actions.reveal,
    'shift+f': () => app.openFolder(),
    'w': () => app.openShelf(),
    'g': actions.applySettings,
    'd': actions.download,
    'a': actions.toggleHover,
    't': () => app.theme.next(),
    '[': () => app.chooseNeighbour(-1),
    ']': () => app.chooseNeighbour(1),
    '+': actions.zoomIn,
    '-': actions.zoomOut,
    '0': actions.zoomReset,
    '/': () => byId('search').focus(),
    '?': actions.help,
    'b': () => drawing.generateBlend(),
    'l': () => drawing.setMode('path'),
    'v': () => tools.vary(),
    'e': () => tools.grid(),
    'j': () => tools.random(),
    'o': () => byId('file').click(),
    'shift+o': () => app.own.openNearest(),
    'm': () => app.own.generate(),
    'i': () => app.kit.open(),
    'y': () => app.import.open(),
    'shift+j': () => tools.randomAlike(),
  }
  handleKeys(keys, (right, up) => app.movePoint(right, up))
}

/** @param {App} app */
function bindFiles(app) {
  const { own } = app
  const file = byId('file', HTMLInputElement)
  file.addEventListener('change', () => {
    own.send([...(file.files ?? [])])
    file.value = '' // so that the same file can be chosen again
  })
  byId('morph').addEventListener('input', () => own.amountChanged())
  handleDrops((files) => own.send(files), (dropped) => app.import.drop(dropped))
}

/** @param {App} app */
function bindVolume({ audio }) {
  const volume = byId('volume', HTMLInputElement)
  volume.value = loadPreference('volume') ?? '0.8'
  audio.volume = Number(volume.value) ** 2
  volume.addEventListener('input', () => {
    audio.volume = Number(volume.value) ** 2
    savePreference('volume', volume.value)
  })
}
