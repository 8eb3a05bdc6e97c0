; latentpad in Csound: request the point (x, y) of the map, then play the new wav.
;
; Start latentpad, then  csound xy_pad.csd  (without a sound card: csound -+rtaudio=null xy_pad.csd). It prints the
; path of each new wav, and plays it. For more, type  i "pad" 0 1 0.7 0.2  and Enter; the last two are x and y.
; Other ports: csound --omacro:PORT=9310 --omacro:REPLY_PORT=9311 xy_pad.csd
<CsoundSynthesizer>
<CsOptions>
-odac -d -m0 -+msg_color=0 -L stdin
</CsOptions>
<CsInstruments>
sr = 44100
ksmps = 64
nchnls = 2
0dbfs = 1

#ifndef PORT
#define PORT #9310#
#end
#ifndef REPLY_PORT
#define REPLY_PORT #9311#
#end

giReplies OSCinit $REPLY_PORT
alwayson "replies"

; Requests a wav. latentpad forgets a client that is silent for a minute, so each request starts with hello.
instr pad
  OSCsend 1, "127.0.0.1", $PORT, "/latentpad/hello", "i", $REPLY_PORT
  OSCsend 1, "127.0.0.1", $PORT, "/latentpad/generate", "iff", 7, p4, p5
  turnoff
endin

instr replies
  kId, kX, kY, kSeed, kRate, kLength, kConfidence, kMilliseconds, kIndex, kCount init 0
  SPath = ""
  SCode = ""
  SText = ""

  kDone OSClisten giReplies, "/latentpad/done", "isffiiiffi", \
    kId, SPath, kX, kY, kSeed, kRate, kLength, kConfidence, kMilliseconds, kIndex
  if kDone == 1 then
    kCount += 1
    printf "done %d %s %g %g\n", kCount, kId, SPath, kX, kY
    schedulek "play", 0, kLength / kRate, SPath
  endif

  kError OSClisten giReplies, "/latentpad/error", "iss", kId, SCode, SText
  if kError == 1 then
    kCount += 1
    printf "error %d %s: %s\n", kCount, kId, SCode, SText
  endif
endin

instr play
  aWav diskin p4
  outs aWav, aWav
endin
</CsInstruments>
<CsScore>
i "pad" 0 1 0.3 0.6
f 0 36000
</CsScore>
</CsoundSynthesizer>
