// latentpad in ChucK: request the point (x, y) of the map, then play the new wav.
//
// Start latentpad, then  chuck xy_pad.ck  or, with a point, latentpad's port and your own,
// chuck xy_pad.ck:0.3:0.6:9310:9311  (without a sound card: chuck --silent xy_pad.ck). It prints the path of the
// new wav, plays it and ends.

argument(0, 0.3) => float x;
argument(1, 0.6) => float y;
argument(2, 9310) $ int => int port;
argument(3, 9311) $ int => int replyPort;

OscIn replies;
OscMsg reply;
OscOut latentpad;
latentpad.dest("127.0.0.1", port);
replyPort => replies.port;
replies.listenAll();

spork ~ sayHello() @=> Shred greeting;
wait("/latentpad/welcome");
greeting.exit();
<<< "hello from", reply.getString(1), "which plays to", reply.getString(2) >>>;

play(pad(x, y));

// Returns the path of a new wav for a point; call it as often as you like.
fun string pad(float x, float y)
{
    latentpad.start("/latentpad/generate").add(7).add(x).add(y).send();
    wait("/latentpad/done");
    reply.getString(1) => string path;
    <<< "done", reply.getInt(0), path, reply.getFloat(2), reply.getFloat(3) >>>;
    return path;
}

fun void play(string path)
{
    SndBuf wav => dac;
    path => wav.read;
    wav.length() => now;
}

// OscIn opens its port with a delay, and misses what comes before: so send hello more than once.
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
        replies => now;
        while (replies.recv(reply))
        {
            if (reply.address == "/latentpad/error") <<< "error", reply.getString(1), reply.getString(2) >>>;
            if (reply.address == address) return;
        }
    }
}

fun float argument(int n, float fallback)
{
    if (n < me.args()) return Std.atof(me.arg(n));
    return fallback;
}
