// The pad (jsui, Max 8 and 9: ES5). It draws the map, the point, the samples made so far and the state as text, and
// sends where the mouse drags the point. Coordinates are those of the map: 0 to 1, y upwards.
//
// In:  point x y | map PATH | sample x y own | kept x y | state KIND TEXT
// Out: xy x y (while dragging) | release x y | generate x y (double click)
//      kinds any NAME ... (of the map) | colours NAME RGB ... (0xRRGGBB, of each kind)

autowatch = 0;
inlets = 1;
outlets = 1;
mgraphics.init();
mgraphics.relative_coords = 0;
mgraphics.autofill = 0;

var STRIP = 14; // pixels below the map for the state
var FINE = 8; // with shift, the mouse moves the point this many times slower
var DRAG_MS = 40; // between two messages of a drag: each moves two dials, which Live may add to its undo history
var CHUNK = 4096; // characters of a file per read: more than 32767 would be truncated
var SCALE = 2; // the map is drawn this much larger than shown, for high-resolution displays
var MAX_SAMPLES = 300;
var MAX_POINTS = 6000; // of a map; of a larger one, every n-th is drawn
var MIN_SHARE = 0.015; // labels with a smaller share of the map get no name
var UNLABELLED = "#999999";
/** @type {Record<string, number[]>} */
var FALLBACKS = {
    live_lcd_bg: [0.11, 0.11, 0.11, 1],
    live_lcd_control_fg: [0.85, 0.85, 0.85, 1],
    live_control_selection: [0.24, 0.76, 0.96, 1],
    live_alert: [0.98, 0.45, 0.3, 1]
};

/** @typedef {{ w: number, h: number }} Size */
/** @type {any} */
var layout = null; // the content of map.json
/** @type {{ x: number, y: number, own: boolean, kept: boolean }[]} */
var samples = [];
var puck = { x: 0.5, y: 0.5 };
var current_state = { kind: "lost", text: "" };
/** @type {{ x: number, y: number } | null} */
var mouse = null; // its last position during a drag
var last_sent = 0; // when the drag last sent its position
/** @type {Image | null} */
var background = null; // the map as an image, until the size, the map or the theme changes
var background_colour = "";

// --- messages from the bridge

function map_size() {
    return { w: mgraphics.size[0], h: mgraphics.size[1] - STRIP };
}

/** @param {number} value */
function clamp(value) {
    return Math.min(1, Math.max(0, value));
}

/**
 * Return the forms of an absolute path that versions of Max take: on a Mac, the name of the volume may come first; on
 * Windows, network folders may need backslashes.
 * @param {string} path
 */
function path_forms(path) {
    var volume = path.match(/^\/Volumes\/([^/]+)(\/.*)$/);
    if (volume !== null) {
        return [path, volume[1] + ":" + volume[2]];
    }
    return [path, (/^\/[^/]/).test(path) ? startup_volume() + ":" + path : path.replace(/\//g, "\\")];
}

/** Max's own path tells the name of the volume that a Mac starts from. */
function startup_volume() {
    var found = typeof max === "undefined" ? null : String(max.apppath).match(/^([^/:]{2,}):\//);
    return found === null ? "Macintosh HD" : found[1];
}

/** Return the file, which is not open if no form of its path leads to one. @param {string} path */
function open_file(path) {
    /** @type {File} */
    var file = null;
    path_forms(path).some(function (form) {
        file = new File(form, "read");
        return file.isopen;
    });
    return file;
}

/** @param {string} path @returns {string | null} */
function read_text(path) {
    var file = open_file(path);
    var text = "";
    var part;
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

/** Return the content of a JSON text, or null. @param {string | null} text */
function parse(text) {
    try {
        return JSON.parse(text);
    } catch (error) {
        return null;
    }
}

/** @param {number} x @param {number} y */
function move_puck(x, y) {
    puck = { x: clamp(x), y: clamp(y) };
    mgraphics.redraw();
}

/** The dials lag behind while the mouse moves them. @param {number} x @param {number} y */
function point(x, y) {
    if (mouse === null) {
        move_puck(x, y);
    }
}

/** @param {{ name: string }} label */
function name_of(label) {
    return label.name;
}

/** @param {string} path */
function map(path) {
    var read = parse(read_text(path));
    /** @type {(string | number)[]} */
    var colours = ["colours"];
    if (read === null || !read.points || !read.labels) {
        state("error", "the map cannot be read: " + path);
        return;
    }
    if (layout === null || layout.digest !== read.digest) {
        samples = [];
    }
    layout = read;
    background = null;
    mgraphics.redraw();
    outlet(0, ["kinds", "any"].concat(layout.labels.map(name_of).sort()));
    layout.labels.forEach(function (/** @type {{ name: string, colour: string }} */ label) {
        colours.push(label.name, parseInt(label.colour.slice(1), 16));
    });
    outlet(0, colours);
}

/** @param {number} x @param {number} y @param {number} own */
function sample(x, y, own) {
    samples.push({ x: x, y: y, own: own === 1, kept: false });
    if (samples.length > MAX_SAMPLES) {
        samples.shift();
    }
    mgraphics.redraw();
}

/** @param {number} x @param {number} y */
function kept(x, y) {
    samples.forEach(function (one) {
        one.kept = one.kept || (one.x === x && one.y === y);
    });
    mgraphics.redraw();
}

/** @param {string} kind @param {string} [text] in as many words as Max passed on */
function state(kind, text) {
    current_state = { kind: kind, text: arrayfromargs(arguments).slice(1).join(" ") };
    mgraphics.redraw();
}

// --- the mouse

/** @param {string} message */
function send_point(message) {
    last_sent = new Date().getTime();
    outlet(0, message, puck.x, puck.y);
}

/** @param {number} x @param {number} y @param {number} fine */
function drag_to(x, y, fine) {
    var size = map_size();
    if (fine && mouse !== null) {
        move_puck(puck.x + (x - mouse.x) / size.w / FINE, puck.y - (y - mouse.y) / size.h / FINE);
    } else if (!fine) {
        move_puck(x / size.w, 1 - y / size.h);
    }
    mouse = { x: x, y: y };
    if (new Date().getTime() - last_sent >= DRAG_MS) {
        send_point("xy");
    }
}

/** @param {number} x @param {number} y @param {number} button @param {number} command @param {number} shift */
function onclick(x, y, button, command, shift) {
    if (y <= map_size().h) {
        last_sent = 0;
        drag_to(x, y, shift);
    }
}

/** @param {number} x @param {number} y @param {number} button @param {number} command @param {number} shift */
function ondrag(x, y, button, command, shift) {
    if (mouse === null) {
        return;
    }
    if (button) {
        drag_to(x, y, shift);
    } else {
        mouse = null;
        send_point("xy");
        send_point("release");
    }
}

/** The second click of two, whose release does not generate again. @param {number} x @param {number} y */
function ondblclick(x, y) {
    if (y <= map_size().h) {
        mouse = null;
        send_point("generate");
    }
}

function onresize() {
    background = null;
    mgraphics.redraw();
}

// --- drawing

/** Live's colours, if there are any; an older Max returns the same colour for all. @param {string} name */
function theme(name) {
    /** @type {number[] | null} */
    var colour = null;
    if (typeof max !== "undefined" && max.getcolor) {
        colour = max.getcolor(name);
        if (String(max.getcolor("live_lcd_bg")) === String(max.getcolor("live_lcd_control_fg"))) {
            colour = null;
        }
    }
    return colour && colour.length === 4 ? colour : FALLBACKS[name];
}

/** @param {MGraphics} canvas @param {number[]} colour @param {number} opacity */
function use_colour(canvas, colour, opacity) {
    canvas.set_source_rgba(colour[0], colour[1], colour[2], opacity);
}

/** @param {string} hex */
function from_hex(hex) {
    var number = parseInt(hex.slice(1), 16);
    return [(number >> 16) / 255, ((number >> 8) & 255) / 255, (number & 255) / 255];
}

/** @param {MGraphics} canvas @param {number} x @param {number} y @param {number} radius */
function circle(canvas, x, y, radius) {
    canvas.ellipse(x - radius, y - radius, 2 * radius, 2 * radius);
}

/** @param {MGraphics} canvas @param {Size} size */
function draw_points(canvas, size) {
    var points = layout.points;
    var step = Math.ceil(points.x.length / MAX_POINTS);
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

/** Draw the largest labels first, and none that would overlap another. @param {MGraphics} canvas @param {Size} size */
function draw_names(canvas, size) {
    /** @type {{ x: number, y: number, right: number }[]} */
    var taken = [];
    var i, j, label, text, width, x, y, free;
    canvas.select_font_face("Ableton Sans Medium", "normal", "normal");
    canvas.set_font_size(8.5);
    for (i = 0; i < layout.labels.length; i += 1) {
        label = layout.labels[i];
        if (label.count < MIN_SHARE * layout.points.x.length) {
            continue;
        }
        text = label.name.replace(/_/g, " ");
        width = canvas.text_measure(text)[0];
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
            canvas.show_text(text);
        }
    }
}

/** @param {Size} size */
function map_image(size) {
    var canvas = new MGraphics(SCALE * size.w, SCALE * size.h);
    canvas.scale(SCALE, SCALE);
    use_colour(canvas, theme("live_lcd_bg"), 1);
    canvas.rectangle(0, 0, size.w, size.h);
    canvas.fill();
    if (layout !== null) {
        draw_points(canvas, size);
        draw_names(canvas, size);
    }
    return new Image(canvas);
}

/** @param {Size} size */
function draw_samples(size) {
    var i, one, x, y;
    for (i = 0; i < samples.length; i += 1) {
        one = samples[i];
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

/** @param {Size} size */
function draw_point(size) {
    var x = puck.x * size.w;
    var y = (1 - puck.y) * size.h;
    var colour = theme(current_state.kind === "error" ? "live_alert" : "live_control_selection");
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
    circle(mgraphics, x, y, current_state.kind === "busy" ? 8 : 6);
    mgraphics.stroke();
}

/** A word wider than a line, such as a path, is broken anywhere. @param {string} text @param {number} width */
function wrap(text, width) {
    /** @type {string[]} */
    var lines = [];
    var line = "";
    text.split(" ").forEach(function (word) {
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

/** Draw the state in the strip if one line is enough, else over the map. @param {Size} size */
function draw_state(size) {
    var alert = current_state.kind === "lost" || current_state.kind === "error";
    var colour = theme(alert ? "live_alert" : "live_lcd_control_fg");
    var lines, height;
    use_colour(mgraphics, theme("live_lcd_bg"), 1);
    mgraphics.rectangle(0, size.h, size.w, STRIP);
    mgraphics.fill();
    mgraphics.select_font_face("Ableton Sans Medium", "normal", "normal");
    mgraphics.set_font_size(9);
    lines = wrap(current_state.text, size.w - 8);
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
    mgraphics.scale(1 / SCALE, 1 / SCALE);
    mgraphics.image_surface_draw(background);
    mgraphics.restore();
    draw_samples(size);
    draw_point(size);
    draw_state(size);
}
