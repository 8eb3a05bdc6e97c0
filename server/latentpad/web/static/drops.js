// Files and folders that are dropped on the page.

import { byId } from './elements.js'

/**
 * Locate the files that are dropped anywhere on the page, and import folders, instead of leaving the page for them.
 * @param {(files: Iterable<File>) => void} send
 * @param {(dropped: DataTransfer) => boolean} importFolders false if there are none
 */
export function handleDrops(send, importFolders) {
  const hasFiles = (/** @type {DragEvent} */ { dataTransfer }) => dataTransfer?.types.includes('Files') ?? false
  for (const kind of /** @type {const} */ (['dragenter', 'dragover', 'dragleave', 'drop'])) {
    document.addEventListener(kind, (event) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      const leaves = kind === 'drop' || (kind === 'dragleave' && !event.relatedTarget)
      if (kind !== 'dragleave' || leaves) byId('map').classList.toggle('dropping', !leaves)
      if (kind === 'drop' && event.dataTransfer && !importFolders(event.dataTransfer)) send([...event.dataTransfer.files])
    })
  }
}
