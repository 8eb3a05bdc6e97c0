-- The root script of latentpad.tosc: subscribes to latentpad and shows what it answers.
-- build_layout.py puts it into the layout; edit it here, not in the app.

local RECEIVE_PORT = 9311 -- the receive port of connection 1
local PING = 3000 -- milliseconds from one ping to the next
local LOST = 8000 -- milliseconds without an answer until latentpad counts as lost
local CONNECTION = { true } -- connection 1 and no other
local PREFIX = '/latentpad/'

-- Lowest and highest value of each fader, and how it is written.
local FADERS = {
  variation = { 0, 1, '%.2f' },
  length = { 0.25, 4, '%.2f x' },
  pitch = { -24, 24, '%+.1f st' },
  decay = { 0, 1, '%.2f' },
  tone = { -12, 12, '%+.1f dB' },
}

local due = 0 -- when to ping next
local heard = nil -- when the last answer came
local followed = {} -- the settings whose controls take over what latentpad answers

local function whole(value)
  return { tag = 'i', value = value }
end

local function text(value)
  return { tag = 's', value = value }
end

local function say(verb, ...)
  sendOSC({ PREFIX .. verb, { ... } }, CONNECTION)
end

local function show(label, words)
  self.children[label].values.text = words
end

local function file_name(path)
  return string.match(path, '[^/]*$')
end

-- Only once after each welcome: a control that followed every answer would fight the finger on it.
local function follow(key, position)
  if followed[key] then
    followed[key] = nil
    self.children[key].values.x = position
  end
end

local answers = {}

function answers.welcome(args)
  show('bundle', string.format('%s: %d sounds', args[2], args[4]))
  for key in pairs(FADERS) do
    followed[key] = true
    say('get', text(key))
  end
  followed.trigger = true
  say('get', text('trigger'))
  say('get', text('seed'))
end

function answers.pong()
  show('connection', 'connected')
end

function answers.busy()
  show('state', 'rendering')
end

function answers.dropped()
  show('state', 'dropped')
end

function answers.done(args)
  show('state', 'ready')
  show('done', file_name(args[2]))
  show('details', string.format('x %.3f   y %.3f   seed %d   confidence %.2f   %.0f ms', args[3], args[4], args[5],
    args[8], args[9]))
  show('error', '')
end

function answers.kept(args)
  show('state', 'kept')
  show('done', file_name(args[2]))
end

function answers.value(args)
  local key, value = args[1], args[2]
  local fader = FADERS[key]
  if fader then
    show(key .. '_value', string.format(fader[3], value))
    follow(key, (value - fader[1]) / (fader[2] - fader[1]))
  elseif key == 'trigger' then
    follow(key, value == 'auto' and 1 or 0)
  elseif key == 'seed' then
    show('seed', string.format('seed %d', value))
  end
end

function answers.error(args)
  show('state', 'ready')
  show('error', args[2] .. ': ' .. args[3])
end

function init()
  local time = getTime() -- hour, minute, second, millisecond
  math.randomseed(((time[1] * 60 + time[2]) * 60 + time[3]) * 1000 + time[4])
  show('connection', 'looking for latentpad')
end

function update()
  local now = getMillis()
  if now < due then
    return
  end
  due = now + PING
  if not heard or now - heard > LOST then
    if heard then
      show('connection', 'no answer')
    end
    say('hello', whole(RECEIVE_PORT), text('TouchOSC'))
  end
  say('ping', whole(0))
end

function onReceiveOSC(message, connections)
  local answer = answers[string.match(message[1], '^' .. PREFIX .. '(.*)$')]
  if not answer then
    return false
  end
  heard = getMillis()
  local args = {}
  for n = 1, #message[2] do
    args[n] = message[2][n].value
  end
  answer(args)
  return true
end

-- The button "New seed" has no constant to send: a script draws the number.
function onReceiveNotify(key, value)
  if key == 'new_seed' then
    say('set', text('seed'), whole(math.random(0, 999999)))
    say('generate', whole(3))
  end
end
