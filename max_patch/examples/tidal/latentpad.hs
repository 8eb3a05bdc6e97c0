-- latentpad in TidalCycles: a pattern of points (x, y) of the map, each of which becomes a new wav in the folder.
--
-- Start latentpad, boot Tidal (1.7 or newer), then evaluate this block by block. Tidal only sends; for the replies, run
-- oscdump 9311 (liblo) and send hello once per minute: oscsend 127.0.0.1 9310 /latentpad/hello i 9311

-- Live, formerly called NoStamp: plain messages, each sent at its time
:{
let latentpad = Target {
      oName = "latentpad", oAddress = "127.0.0.1", oPort = 9310,
      oLatency = 0.02, oWindow = Nothing, oSchedule = Live, oHandshake = False, oBusPort = Nothing }
    generate = OSC "/latentpad/generate" $ ArgList [("id", Just $ VI 7), ("x", Nothing), ("y", Nothing)]
:}

-- a separate stream, next to SuperDirt's
pad <- startStream defaultConfig {cCtrlListen = False} [(latentpad, [generate])]

-- four points on a line per cycle; faster than about twenty per second, newer points supersede older ones
streamReplace pad 1 $ pF "x" "0.2 0.4 0.6 0.8" # pF "y" "0.6"

streamHush pad
