-- The root script of latentpad.tosc: subscribes to latentpad and shows its replies.
-- build_layout.py embeds it in the layout; edit it here, not in the app.

local RECEIVE_PORT = 9311 -- the receive port of connection 1
local PING = 3000 -- milliseconds from one ping to the next
local LOST = 8000 -- milliseconds without a reply after which latentpad counts as lost
local CONNECTION = { true } -- only connection 1
local PREFIX = '/latentpad/'

-- Minimum, maximum and number format of each fader.
local FADERS = {
  variation = { 0, 1, '%.2f' },
  length = { 0.25, 4, '%.2f x' },
  pitch = { -24, 24, '%+.1f st' },
  decay = { 0, 1, '%.2f' },
  tone = { -12, 12, '%+.1f dB' },
  detail = { 0, 1, '%.2f' },
  dynamics = { 0, 1, '%.2f' },
}

local due = 0 -- when to ping next
local last_reply = nil -- in milliseconds
local followed = {} -- the settings whose controls still have to move to latentpad's values

local function integer(value)
  return { tag = 'i', value = value }
end

local function text(value)
  return { tag = 's', value = value }
end

local function say(verb, ...)
  sendOSC({ PREFIX .. verb, { ... } }, CONNECTION)
end

local function show(label, text)
  self.children[label].values.text = text
end

local function file_name(path)
  return string.match(path, '[^/]*$')
end

-- Only once after each welcome: a control that followed every reply would fight the finger on it.
local function follow(key, position)
  if followed[key] then
    followed[key] = nil
    self.children[key].values.x = position
  end
end

local replies = {}

function replies.welcome(args)
  show('bundle', string.format('%s: %d sounds', args[2], args[4]))
  for key in pairs(FADERS) do
    followed[key] = true
    say('get', text(key))
  end
  followed.trigger = true
  say('get', text('trigger'))
  say('get', text('seed'))
end

function replies.bundle(args)
  show('bundle', string.format('%s: %d sounds', args[1], args[2]))
end

function replies.pong()
  show('connection', 'connected')
end

function replies.busy()
  show('state', 'rendering')
end

function replies.dropped()
  show('state', 'dropped')
end

function replies.done(args)
  show('state', 'ready')
  show('done', file_name(args[2]))
  show('details', string.format('x %.3f   y %.3f   seed %d   confidence %.2f   %.0f ms', args[3], args[4], args[5],
    args[8], args[9]))
  show('error', '')
end

function replies.kept(args)
  show('state', 'kept')
  show('done', file_name(args[2]))
end

function replies.value(args)
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

function replies.notice(args)
  show('error', args[1])
end

function replies.error(args)
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
  if not last_reply or now - last_reply > LOST then
    if last_reply then
      show('connection', 'no answer')
    end
    say('hello', integer(RECEIVE_PORT), text('TouchOSC'))
  end
  say('ping', integer(0))
end

function onReceiveOSC(message, connections)
  local handle = replies[string.match(message[1], '^' .. PREFIX .. '(.*)$')]
  if not handle then
    return false
  end
  last_reply = getMillis()
  local args = {}
  for n = 1, #message[2] do
    args[n] = message[2][n].value
  end
  handle(args)
  return true
end

-- The button "New seed" cannot send a random number by itself, so the script draws it.
function onReceiveNotify(key, value)
  if key == 'new_seed' then
    say('set', text('seed'), integer(math.random(0, 999999)))
    say('generate', integer(3))
  end
end
