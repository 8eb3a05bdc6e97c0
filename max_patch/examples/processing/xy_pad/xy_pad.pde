// latentpad in Processing: the window is the map. Drag and let go to play the wav for that point (x, y).
//
// Install oscP5 and Sound (Sketch > Import Library > Manage Libraries), start latentpad, then run this sketch. It
// requests one point at the start; the window and the console show the path of each new wav.
import netP5.*;
import oscP5.*;
import processing.sound.*;

final int PORT = 9310;
final int REPLY_PORT = 9311;

OscP5 osc;
NetAddress latentpad;
float x = 0.3;
float y = 0.6;
volatile String status = "no reply yet";
volatile String toPlay;

void setup() {
  size(500, 500);
  osc = new OscP5(this, REPLY_PORT);
  latentpad = new NetAddress("127.0.0.1", PORT);
  pad(x, y);
}

// latentpad forgets a client that is silent for a minute, so each request starts with hello
void pad(float x, float y) {
  OscMessage hello = new OscMessage("/latentpad/hello");
  hello.add(REPLY_PORT);
  osc.send(hello, latentpad);
  OscMessage generate = new OscMessage("/latentpad/generate");
  generate.add(7);
  generate.add(x);
  generate.add(y);
  osc.send(generate, latentpad);
}

// called in another thread, so draw() plays the wav
void oscEvent(OscMessage reply) {
  if (reply.checkAddrPattern("/latentpad/done")) {
    toPlay = reply.get(1).stringValue();
    status = "done " + reply.get(0).intValue() + " " + toPlay;
    println(status);
  } else if (reply.checkAddrPattern("/latentpad/error")) {
    status = "error " + reply.get(1).stringValue() + ": " + reply.get(2).stringValue();
    println(status);
  }
}

void draw() {
  background(20);
  fill(255, 160, 40);
  circle(x * width, (1 - y) * height, 24);
  fill(255);
  text(status, 10, height - 40, width - 20, 40);
  if (toPlay != null) {
    new SoundFile(this, toPlay).play();
    toPlay = null;
  }
}

void mouseDragged() {
  x = constrain(mouseX / float(width), 0, 1);
  y = constrain(1 - mouseY / float(height), 0, 1);
}

void mouseReleased() {
  mouseDragged();
  pad(x, y);
}
