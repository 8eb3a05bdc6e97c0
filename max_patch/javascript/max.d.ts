// The globals of a js or jsui object in Max, as far as the device's scripts use them.

declare var autowatch: number;
declare var inlets: number;
declare var outlets: number;

declare const messagename: string;
declare function arrayfromargs(args: IArguments): any[];
declare function outlet(index: number, ...values: any[]): void;
declare function post(...values: any[]): void;

declare class Task {
    constructor(callback: Function, object?: unknown);
    interval: number;
    schedule(ms: number): void;
    repeat(times?: number, initialDelay?: number): void;
    cancel(): void;
}

declare class File {
    constructor(path: string, access?: "read" | "write" | "readwrite");
    readonly isopen: boolean;
    readonly eof: number;
    position: number;
    readstring(length: number): string | null;
    close(): void;
}

declare class LiveAPI {
    constructor(callback: Function | null, idOrPath: string);
    readonly id: number;
    readonly unquotedpath: string;
    mode: number;
    property: string;
    get(property: string): any;
    getcount(child: string): number;
    set(property: string, value: unknown): void;
    call(name: string, ...values: unknown[]): any;
}

declare class Image {
    constructor(source: MGraphics | string);
}

declare class MGraphics {
    constructor(width: number, height: number);
    readonly size: [number, number];
    relative_coords: number;
    autofill: number;
    init(): void;
    redraw(): void;
    save(): void;
    restore(): void;
    scale(x: number, y: number): void;
    set_source_rgba(red: number, green: number, blue: number, alpha: number): void;
    set_line_width(width: number): void;
    move_to(x: number, y: number): void;
    line_to(x: number, y: number): void;
    rectangle(x: number, y: number, width: number, height: number): void;
    ellipse(x: number, y: number, width: number, height: number): void;
    fill(): void;
    stroke(): void;
    select_font_face(name: string, slant: string, weight: string): void;
    set_font_size(size: number): void;
    text_measure(text: string): [number, number];
    show_text(text: string): void;
    image_surface_draw(image: Image): void;
}

declare const mgraphics: MGraphics;
declare const max: { getcolor?(name: string): number[]; apppath?: string };
