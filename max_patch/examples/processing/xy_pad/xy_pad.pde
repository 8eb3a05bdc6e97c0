// A latentpad in Processing: the window is the map. Drag and let go, and the wav for that point (x, y) is played.
//
// Install oscP5 and Sound (Sketch > Import Library > Manage Libraries), start latentpad, then run this sketch. It asks
// for one point at once; the window and the console show the path of each new wav.
import netP5.*;
import oscP5.*;
import processing.sound.*;

final int PORT = 9310;
final int REPLY_PORT = 9311;

OscP5 osc;
NetAddress latentpad;
float x = 0.3;
float y = 0.6;
volatile String told = "no answer yet";
volatile String toPlay;

void setup() {
  size(500, 500);
  osc = new OscP5(this, REPLY_PORT);
  latentpad = new NetAddress("127.0.0.1", PORT);
  pad(x, y);
}

// latentpad forgets who was silent for a minute, so every time begins with hello
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

// comes in a thread of its own, so draw() plays the wav
void oscEvent(OscMessage answer) {
  if (answer.checkAddrPattern("/latentpad/done")) {
    toPlay = answer.get(1).stringValue();
    told = "done " + answer.get(0).intValue() + " " + toPlay;
    println(told);
  } else if (answer.checkAddrPattern("/latentpad/error")) {
    told = "error " + answer.get(1).stringValue() + ": " + answer.get(2).stringValue();
    println(told);
  }
}

void draw() {
  background(20);
  fill(255, 160, 40);
  circle(x * width, (1 - y) * height, 24);
  fill(255);
  text(told, 10, height - 40, width - 20, 40);
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
