// Max's mgraphics, which draws SVG.
"use strict";

/** @typedef {[number, number]} Pair */

/** @param {string} text */
function escaped(text) {
    /** @type {Record<string, string>} */
    const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
    return String(text).replace(/[&<>]/g, (sign) => entities[sign]);
}

class Canvas {
    /** @param {number} w @param {number} h */
    constructor(w, h) {
        /** @type {Pair} */
        this.size = [w, h];
        this.relative_coords = 1;
        this.autofill = 1;
        /** @type {string[]} */
        this.elements = [];
        /** @type {string[]} */
        this.path = [];
        this.redraws = 0;
        this.groups = [0]; // SVG groups to close, for each save
        this.colour = "#000";
        this.opacity = 1;
        this.width = 2;
        this.font = "Arial";
        this.font_size = 12;
        /** @type {Pair} */
        this.at = [0, 0];
    }
    init() {}
    redraw() {
        this.redraws += 1;
    }
    /** @param {...any} given four numbers, or a list of four */
    set_source_rgba(...given) {
        /** @type {number[]} */
        const [r, g, b, a] = Array.isArray(given[0]) ? given[0] : given;
        if (![r, g, b, a].every((value) => value >= 0 && value <= 1)) {
            throw new Error("a colour must be between 0 and 1: " + [r, g, b, a]);
        }
        this.colour = "rgb(" + [r, g, b].map((value) => Math.round(255 * value)).join(",") + ")";
        this.opacity = a;
    }
    /** @param {number} width */
    set_line_width(width) {
        this.width = width;
    }
    /** @param {string} font */
    select_font_face(font) {
        this.font = font;
    }
    /** @param {number} size */
    set_font_size(size) {
        this.font_size = size;
    }
    save() {
        this.elements.push("<g>");
        this.groups.push(1);
    }
    /** @param {number} x @param {number} y */
    scale(x, y) {
        this.elements.push("<g transform='scale(" + x + " " + y + ")'>");
        this.groups[this.groups.length - 1] += 1;
    }
    restore() {
        this.elements.push("</g>".repeat(this.groups.pop()));
    }
    /** @param {string} text @returns {Pair} */
    text_measure(text) {
        /** @param {string} letter */
        const width = (letter) => (/[fijlrt.,:;' |]/.test(letter) ? 0.29 : /[mwMW]/.test(letter) ? 0.8 : 0.56);
        return [this.font_size * [...text].reduce((sum, letter) => sum + width(letter), 0), this.font_size];
    }
    /** @param {number} x @param {number} y @param {number} w @param {number} h */
    rectangle(x, y, w, h) {
        this.path.push("M" + x + " " + y + "h" + w + "v" + h + "h" + -w + "z");
    }
    /** @param {number} x @param {number} y @param {number} w @param {number} h */
    ellipse(x, y, w, h) {
        const [rx, ry] = [w / 2, h / 2];
        const arc = "a" + rx + " " + ry + " 0 1 0 ";
        this.path.push("M" + x + " " + (y + ry) + arc + w + " 0" + arc + -w + " 0z");
    }
    /** @param {number} x @param {number} y */
    move_to(x, y) {
        this.at = [x, y];
        this.path.push("M" + x + " " + y);
    }
    /** @param {number} x @param {number} y */
    line_to(x, y) {
        this.path.push("L" + x + " " + y);
    }
    fill() {
        this.draw(`fill='${this.colour}' fill-opacity='${this.opacity}'`);
    }
    stroke() {
        const opacity = `stroke-opacity='${this.opacity}'`;
        this.draw(`fill='none' stroke='${this.colour}' ${opacity} stroke-width='${this.width}'`);
    }
    /** @param {string} style */
    draw(style) {
        this.elements.push("<path d='" + this.path.join("") + "' " + style + "/>");
        this.path = [];
    }
    /** @param {string} text */
    show_text(text) {
        const [x, y] = this.at;
        const font = `font-family='${this.font}, Arial, sans-serif' font-size='${this.font_size}'`;
        const colour = `fill='${this.colour}' fill-opacity='${this.opacity}'`;
        const length = `textLength='${this.text_measure(text)[0]}'`;
        this.elements.push(`<text x='${x}' y='${y}' ${font} ${colour} ${length}>${escaped(text)}</text>`);
        this.path = [];
    }
    /** @param {{ elements: string[] }} image */
    image_surface_draw(image) {
        this.elements.push("<g>" + image.elements.join("") + "</g>");
    }
    svg() {
        const [w, h] = this.size;
        const box = "width='" + w + "' height='" + h + "' viewBox='0 0 " + w + " " + h + "'";
        return "<svg xmlns='http://www.w3.org/2000/svg' " + box + ">" + this.elements.join("") + "</svg>";
    }
}

/** Return a canvas that throws on what mgraphics does not have. @param {number} w @param {number} h @returns {Canvas} */
function createCanvas(w, h) {
    return new Proxy(new Canvas(w, h), {
        get(target, name) {
            if (!(name in target)) {
                throw new Error("mgraphics has no " + String(name));
            }
            return Reflect.get(target, name);
        },
    });
}

module.exports = { createCanvas };
