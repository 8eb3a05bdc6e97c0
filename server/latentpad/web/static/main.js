// Start of the page.

import { App } from './app.js'
import { bindInputs } from './bindings.js'
import { handleMessages } from './messages.js'

const app = new App()
handleMessages(app)
bindInputs(app)

// For tests and for the console: window.latentpad.
Object.assign(window, { latentpad: app })

app.socket.connect()
