// A latentpad in ChucK: ask for the point (x, y) of the map, then play the wav that lies in the folder.
//
// Start latentpad, then  chuck xy_pad.ck  or, with a point, latentpad's port and your own,
// chuck xy_pad.ck:0.3:0.6:9310:9311  (without a sound card: chuck --silent xy_pad.ck). It prints the path of the
// new wav, plays it and ends.

argument(0, 0.3) => float x;
argument(1, 0.6) => float y;
argument(2, 9310) $ int => int port;
argument(3, 9311) $ int => int replyPort;

OscIn answers;
OscMsg answer;
OscOut latentpad;
latentpad.dest("127.0.0.1", port);
replyPort => answers.port;
answers.listenAll();

spork ~ sayHello() @=> Shred greeting;
wait("/latentpad/welcome");
greeting.exit();
<<< "hello from", answer.getString(1), "which plays to", answer.getString(2) >>>;

play(pad(x, y));

// The path of a new wav for a point; call it as often as you like.
fun string pad(float x, float y)
{
    latentpad.start("/latentpad/generate").add(7).add(x).add(y).send();
    wait("/latentpad/done");
    answer.getString(1) => string path;
    <<< "done", answer.getInt(0), path, answer.getFloat(2), answer.getFloat(3) >>>;
    return path;
}

fun void play(string path)
{
    SndBuf wav => dac;
    path => wav.read;
    wav.length() => now;
}

// OscIn takes its port a moment after it is told to, and what comes before that is lost: so hello more than once.
fun void sayHello()
{
    while (true)
    {
        latentpad.start("/latentpad/hello").add(replyPort).send();
        200::ms => now;
    }
}

fun void wait(string address)
{
    while (true)
    {
        answers => now;
        while (answers.recv(answer))
        {
            if (answer.address == "/latentpad/error") <<< "error", answer.getString(1), answer.getString(2) >>>;
            if (answer.address == address) return;
        }
    }
}

fun float argument(int n, float otherwise)
{
    if (n < me.args()) return Std.atof(me.arg(n));
    return otherwise;
}
