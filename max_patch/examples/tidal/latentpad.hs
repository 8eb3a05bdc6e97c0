-- A latentpad in TidalCycles: a pattern of points (x, y) of the map, each of which becomes a new wav in the folder.
--
-- Start latentpad, boot Tidal (1.7 or newer), then evaluate this block by block. Tidal only sends; for the answers, run
-- oscdump 9311 (liblo) and say hello once a minute: oscsend 127.0.0.1 9310 /latentpad/hello i 9311

-- Live is what used to be called NoStamp: plain messages, each at its time
:{
let latentpad = Target {
      oName = "latentpad", oAddress = "127.0.0.1", oPort = 9310,
      oLatency = 0.02, oWindow = Nothing, oSchedule = Live, oHandshake = False, oBusPort = Nothing }
    generate = OSC "/latentpad/generate" $ ArgList [("id", Just $ VI 7), ("x", Nothing), ("y", Nothing)]
:}

-- a stream of its own, beside SuperDirt's
pad <- startStream defaultConfig {cCtrlListen = False} [(latentpad, [generate])]

-- four points of a line in each cycle; at most some twenty a second, for the newest point wins
streamReplace pad 1 $ pF "x" "0.2 0.4 0.6 0.8" # pF "y" "0.6"

streamHush pad
