// The pad (jsui, Max 8 and 9: ES5). It draws the map, the point, what was made and the state in words, and says where
// the mouse drags the point. Coordinates are those of the map: 0 to 1, y upwards.
//
// In:  point x y | map PATH | made x y own | kept x y | state KIND WORDS
// Out: xy x y (while dragging) | release x y | generate x y (double click)

autowatch = 0;
inlets = 1;
outlets = 1;
mgraphics.init();
mgraphics.relative_coords = 0;
mgraphics.autofill = 0;

var STRIP = 14; // pixels below the map for the state
var FINE = 8; // with shift, a mouse goes this many times as far
var SAID_MS = 40; // a drag is told this often at most: each time moves two dials, which Live may want to undo
var CHUNK = 4096; // characters of a file at once: more than 32767 are cut
var SHARPER = 2; // the map is drawn this much larger than it is shown, for displays with fine pixels
var MOST_MADE = 300;
var MOST_DRAWN = 6000; // points of a map; every n-th of a larger one
var NAMED = 0.015; // labels with this share of a map are named
var UNLABELLED = "#999999";
var FALLBACKS = {
    live_lcd_bg: [0.11, 0.11, 0.11, 1],
    live_lcd_control_fg: [0.85, 0.85, 0.85, 1],
    live_control_selection: [0.24, 0.76, 0.96, 1],
    live_alert: [0.98, 0.45, 0.3, 1]
};

var layout = null; // what map.json holds
var sounds = []; // that were made: x, y, own, kept
var puck = { x: 0.5, y: 0.5 };
var shown = { kind: "lost", words: "" };
var mouse = null; // where it was, while it drags
var told = 0; // when the drag was last told
var background = null; // the map as an image, until the size, the map or the theme changes
var background_colour = "";

// --- what comes in

function map_size() {
    return { w: mgraphics.size[0], h: mgraphics.size[1] - STRIP };
}

function inside(value) {
    return Math.min(1, Math.max(0, value));
}

// Some versions of Max want the volume of a Mac named.
function opened(path) {
    var file = new File(path, "read");
    return file.isopen || path.charAt(0) !== "/" ? file : new File("Macintosh HD:" + path, "read");
}

function read_text(path) {
    var file = opened(path);
    var text = "";
    var part = "";
    if (!file.isopen) {
        return null;
    }
    do {
        part = file.readstring(CHUNK);
        text += part === null ? "" : part;
    } while (part !== null && part.length > 0 && file.position < file.eof);
    file.close();
    return text;
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch (error) {
        return null;
    }
}

function place(x, y) {
    puck = { x: inside(x), y: inside(y) };
    mgraphics.redraw();
}

// What the dials say comes late while the mouse moves them.
function point(x, y) {
    if (mouse === null) {
        place(x, y);
    }
}

function map(path) {
    var read = parsed(read_text(path));
    if (read === null || !read.points || !read.labels) {
        state("error", "the map cannot be read: " + path);
        return;
    }
    if (layout === null || layout.digest !== read.digest) {
        sounds = [];
    }
    layout = read;
    background = null;
    mgraphics.redraw();
}

function made(x, y, own) {
    sounds.push({ x: x, y: y, own: own === 1, kept: false });
    if (sounds.length > MOST_MADE) {
        sounds.shift();
    }
    mgraphics.redraw();
}

function kept(x, y) {
    sounds.forEach(function (one) {
        one.kept = one.kept || (one.x === x && one.y === y);
    });
    mgraphics.redraw();
}

function state(kind) {
    shown = { kind: kind, words: arrayfromargs(arguments).slice(1).join(" ") };
    mgraphics.redraw();
}

// --- the mouse

function tell(what) {
    told = new Date().getTime();
    outlet(0, what, puck.x, puck.y);
}

function drag_to(x, y, fine) {
    var size = map_size();
    if (fine && mouse !== null) {
        place(puck.x + (x - mouse.x) / size.w / FINE, puck.y - (y - mouse.y) / size.h / FINE);
    } else if (!fine) {
        place(x / size.w, 1 - y / size.h);
    }
    mouse = { x: x, y: y };
    if (new Date().getTime() - told >= SAID_MS) {
        tell("xy");
    }
}

function onclick(x, y, button, command, shift) {
    if (y <= map_size().h) {
        told = 0;
        drag_to(x, y, shift);
    }
}

function ondrag(x, y, button, command, shift) {
    if (mouse === null) {
        return;
    }
    if (button) {
        drag_to(x, y, shift);
    } else {
        mouse = null;
        tell("xy");
        tell("release");
    }
}

// The second click of two: its release is not one more.
function ondblclick(x, y) {
    if (y <= map_size().h) {
        mouse = null;
        tell("generate");
    }
}

function onresize() {
    background = null;
    mgraphics.redraw();
}

// --- drawing

// Live's colours where there are any; an older Max gives one and the same for all.
function theme(name) {
    var colour = null;
    if (typeof max !== "undefined" && max.getcolor) {
        colour = max.getcolor(name);
        if (String(max.getcolor("live_lcd_bg")) === String(max.getcolor("live_lcd_control_fg"))) {
            colour = null;
        }
    }
    return colour && colour.length === 4 ? colour : FALLBACKS[name];
}

function use_colour(canvas, colour, opacity) {
    canvas.set_source_rgba(colour[0], colour[1], colour[2], opacity);
}

function from_hex(hex) {
    var number = parseInt(hex.slice(1), 16);
    return [(number >> 16) / 255, ((number >> 8) & 255) / 255, (number & 255) / 255];
}

function circle(canvas, x, y, radius) {
    canvas.ellipse(x - radius, y - radius, 2 * radius, 2 * radius);
}

function draw_points(canvas, size) {
    var points = layout.points;
    var step = Math.ceil(points.x.length / MOST_DRAWN);
    var last = null;
    var i, label;
    for (i = 0; i < points.x.length; i += step) {
        label = points.label[i];
        if (label !== last) {
            use_colour(canvas, from_hex(label < 0 ? UNLABELLED : layout.labels[label].colour), 0.75);
            last = label;
        }
        canvas.rectangle(Math.round(points.x[i] * size.w) - 1, Math.round((1 - points.y[i]) * size.h) - 1, 2, 2);
        canvas.fill();
    }
}

// The largest labels first; one that would lie on another's name goes without.
function draw_names(canvas, size) {
    var taken = [];
    var i, j, label, width, x, y, free;
    canvas.select_font_face("Ableton Sans Medium", "normal", "normal");
    canvas.set_font_size(8.5);
    for (i = 0; i < layout.labels.length; i += 1) {
        label = layout.labels[i];
        if (label.count < NAMED * layout.points.x.length) {
            continue;
        }
        width = canvas.text_measure(label.name)[0];
        x = Math.round(Math.min(Math.max(label.x * size.w - width / 2, 2), size.w - width - 2));
        y = Math.round(Math.min(Math.max((1 - label.y) * size.h + 3, 9), size.h - 3));
        free = true;
        for (j = 0; j < taken.length; j += 1) {
            free = free && (Math.abs(taken[j].y - y) > 9 || x > taken[j].right + 3 || x + width + 3 < taken[j].x);
        }
        if (free) {
            taken.push({ x: x, y: y, right: x + width });
            use_colour(canvas, [0, 0, 0], 0.65);
            canvas.rectangle(x - 2, y - 8, width + 4, 10);
            canvas.fill();
            use_colour(canvas, [1, 1, 1], 0.95);
            canvas.move_to(x, y);
            canvas.show_text(label.name);
        }
    }
}

function map_image(size) {
    var canvas = new MGraphics(SHARPER * size.w, SHARPER * size.h);
    canvas.scale(SHARPER, SHARPER);
    use_colour(canvas, theme("live_lcd_bg"), 1);
    canvas.rectangle(0, 0, size.w, size.h);
    canvas.fill();
    if (layout !== null) {
        draw_points(canvas, size);
        draw_names(canvas, size);
    }
    return new Image(canvas);
}

function draw_made(size) {
    var i, one, x, y;
    for (i = 0; i < sounds.length; i += 1) {
        one = sounds[i];
        x = one.x * size.w;
        y = (1 - one.y) * size.h;
        use_colour(mgraphics, [0, 0, 0], 0.8);
        circle(mgraphics, x, y, one.kept ? 4 : 3);
        mgraphics.fill();
        use_colour(mgraphics, one.kept ? theme("live_control_selection") : [1, 1, 1], one.own ? 1 : 0.6);
        circle(mgraphics, x, y, one.kept ? 3 : 2);
        mgraphics.fill();
    }
}

function draw_point(size) {
    var x = puck.x * size.w;
    var y = (1 - puck.y) * size.h;
    var colour = theme(shown.kind === "error" ? "live_alert" : "live_control_selection");
    mgraphics.set_line_width(1);
    use_colour(mgraphics, colour, 0.35);
    mgraphics.move_to(Math.round(x) + 0.5, 0);
    mgraphics.line_to(Math.round(x) + 0.5, size.h);
    mgraphics.move_to(0, Math.round(y) + 0.5);
    mgraphics.line_to(size.w, Math.round(y) + 0.5);
    mgraphics.stroke();
    use_colour(mgraphics, [0, 0, 0], 0.6);
    mgraphics.set_line_width(4);
    circle(mgraphics, x, y, 6);
    mgraphics.stroke();
    use_colour(mgraphics, colour, 1);
    mgraphics.set_line_width(2);
    circle(mgraphics, x, y, shown.kind === "busy" ? 8 : 6);
    mgraphics.stroke();
}

// A word that is wider than a line, such as a path, is broken where it must be.
function wrapped(words, width) {
    var lines = [];
    var line = "";
    words.split(" ").forEach(function (word) {
        var longer = line === "" ? word : line + " " + word;
        var n;
        if (line !== "" && mgraphics.text_measure(longer)[0] > width) {
            lines.push(line);
            longer = word;
        }
        while (mgraphics.text_measure(longer)[0] > width) {
            n = longer.length - 1;
            while (n > 1 && mgraphics.text_measure(longer.slice(0, n))[0] > width) {
                n -= 1;
            }
            lines.push(longer.slice(0, n));
            longer = longer.slice(n);
        }
        line = longer;
    });
    lines.push(line);
    return lines;
}

// In the strip where one line is enough, else over the map.
function draw_state(size) {
    var colour = theme(shown.kind === "lost" || shown.kind === "error" ? "live_alert" : "live_lcd_control_fg");
    var lines, height;
    use_colour(mgraphics, theme("live_lcd_bg"), 1);
    mgraphics.rectangle(0, size.h, size.w, STRIP);
    mgraphics.fill();
    mgraphics.select_font_face("Ableton Sans Medium", "normal", "normal");
    mgraphics.set_font_size(9);
    lines = wrapped(shown.words, size.w - 8);
    if (lines.length > 1) {
        height = 12 * (lines.length - 1);
        use_colour(mgraphics, theme("live_lcd_bg"), 0.9);
        mgraphics.rectangle(0, size.h - height - 2, size.w, height + 2);
        mgraphics.fill();
    }
    use_colour(mgraphics, colour, 1);
    lines.forEach(function (line, number) {
        mgraphics.move_to(4, size.h + 10 - 12 * (lines.length - 1 - number));
        mgraphics.show_text(line);
    });
}

function paint() {
    var size = map_size();
    var colour = theme("live_lcd_bg").join(" ");
    if (background === null || background_colour !== colour) {
        background = map_image(size);
        background_colour = colour;
    }
    mgraphics.save();
    mgraphics.scale(1 / SHARPER, 1 / SHARPER);
    mgraphics.image_surface_draw(background);
    mgraphics.restore();
    draw_made(size);
    draw_point(size);
    draw_state(size);
}
