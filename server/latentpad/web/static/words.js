// What the page says in words: how things stand, what just happened, what went wrong, and where the pointer is.

const READ_FOR = 5000
const AT_REST = 500
const MOST_COMPLAINTS = 3

export class Words {
  /** @param {{state, said, complaints, place, placeSaid}} elements */
  constructor(elements) {
    Object.assign(this, elements)
  }

  /** How things stand. @param {'wait' | 'bad' | 'good'} kind nothing is shown for good */
  stand(kind, words) {
    if (this.state.textContent !== words) this.state.textContent = words
    this.state.dataset.kind = kind
  }

  /** What just happened, for some seconds. */
  tell(words) {
    this.said.textContent = words
    clearTimeout(this.fading)
    this.fading = setTimeout(() => (this.said.textContent = ''), READ_FOR)
  }

  /** What went wrong, until it is put away; the same once. */
  complain(words) {
    const notes = [...this.complaints.children]
    notes.find((note) => note.firstChild.textContent === words)?.remove()
    const note = document.createElement('div')
    const away = document.createElement('button')
    Object.assign(away, { type: 'button', textContent: '×', ariaLabel: 'Put away' })
    away.onclick = () => note.remove()
    note.append(words, away)
    this.complaints.append(note)
    while (this.complaints.children.length > MOST_COMPLAINTS) this.complaints.firstChild.remove()
  }

  /** Where the pointer or the point is; spoken only where keys move it, and once it rests. */
  where(words, spoken = false) {
    this.place.textContent = words
    if (!spoken) return
    clearTimeout(this.resting)
    this.resting = setTimeout(() => (this.placeSaid.textContent = words), AT_REST)
  }
}
