; A latentpad in Csound: ask for the point (x, y) of the map, then play the wav that lies in the folder.
;
; Start latentpad, then  csound xy_pad.csd  (without a sound card: csound -+rtaudio=null xy_pad.csd). It prints where
; each new wav lies, and plays it. For more, type  i "pad" 0 1 0.7 0.2  and Enter; the last two are x and y.
; Other ports than these: csound --omacro:PORT=9310 --omacro:REPLY_PORT=9311 xy_pad.csd
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

giAnswers OSCinit $REPLY_PORT
alwayson "answers"

; Asks for a wav. latentpad forgets who was silent for a minute, so every time begins with hello.
instr pad
  OSCsend 1, "127.0.0.1", $PORT, "/latentpad/hello", "i", $REPLY_PORT
  OSCsend 1, "127.0.0.1", $PORT, "/latentpad/generate", "iff", 7, p4, p5
  turnoff
endin

instr answers
  kId, kX, kY, kSeed, kRate, kLength, kConfidence, kMilliseconds, kCount init 0
  SPath = ""
  SCode = ""
  SText = ""

  kDone OSClisten giAnswers, "/latentpad/done", "isffiiiff", \
    kId, SPath, kX, kY, kSeed, kRate, kLength, kConfidence, kMilliseconds
  if kDone == 1 then
    kCount += 1
    printf "done %d %s %g %g\n", kCount, kId, SPath, kX, kY
    schedulek "play", 0, kLength / kRate, SPath
  endif

  kError OSClisten giAnswers, "/latentpad/error", "iss", kId, SCode, SText
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
