// Max's Task, on real time or on a simulated clock.
"use strict";

const SPEED = 10; // real time passes this many times faster for the script

/**
 * Return what a script needs of time; `advance` moves the simulated clock.
 * @param {boolean} real
 */
function createTime(real) {
    let now = 1e12;
    /** @type {Task[]} */
    const tasks = [];

    class Task {
        /** @param {Function} callback @param {unknown} object */
        constructor(callback, object) {
            this.callback = callback;
            this.object = object;
            this.interval = 500;
            this.repeating = false;
            /** @type {number | null} */
            this.due = null;
            /** @type {NodeJS.Timeout | undefined} */
            this.timer = undefined;
            tasks.push(this);
        }
        /** @param {number} ms */
        schedule(ms) {
            this.cancel();
            this.due = now + ms;
            this.timer = real ? setTimeout(() => this.fire(), ms / SPEED) : undefined;
        }
        /** @param {number} times always for ever, as the scripts want it @param {number} initial */
        repeat(times, initial) {
            if (times !== -1) {
                throw new Error("only repeat(-1, ...) is simulated");
            }
            this.schedule(initial);
            this.repeating = true;
        }
        cancel() {
            clearTimeout(this.timer);
            this.due = null;
            this.repeating = false;
        }
        fire() {
            const repeating = this.repeating;
            this.due = null;
            this.callback.call(this.object);
            if (repeating) {
                this.repeat(-1, this.interval);
            }
        }
    }

    /** Run the tasks of the next `ms` milliseconds in order. @param {number} ms */
    function advance(ms) {
        const end = now + ms;
        const due = () => tasks.filter((task) => task.due !== null && task.due <= end).sort((a, b) => a.due - b.due);
        for (let next = due()[0]; next !== undefined; next = due()[0]) {
            now = next.due;
            next.fire();
        }
        now = end;
    }

    return {
        Task,
        advance,
        getTime: () => (real ? SPEED * Date.now() : now),
        cancelAll: () => tasks.forEach((task) => task.cancel()),
    };
}

module.exports = { createTime };
