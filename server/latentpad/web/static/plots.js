// Plots of a sound: its waveform, and its spectrogram on a logarithmic frequency axis.

/** @import { Rgb } from './colours.js' */
/** @import { Sound } from './audio.js' */

import { contextOf } from './elements.js'
import { pixelRatio } from './pixel_ratio.js'

const N_FFT = 1024
const LOWEST_HZ = 40
const RANGE_DB = 75

/** @type {Rgb[]} Magma, a perceptually uniform colour map, in nine steps (matplotlib, CC0) */
const MAGMA = [[0, 0, 4], [28, 16, 68], [79, 18, 123], [129, 37, 129], [181, 54, 122], [229, 80, 100], [251, 135, 97],
  [254, 194, 135], [252, 253, 191]]

/**
 * Draw the waveform: the lowest and the highest sample of each column, of all channels.
 * @param {HTMLCanvasElement} canvas
 * @param {Sound} sound
 * @param {string} colour
 */
export function drawWaveform(canvas, { channels, length }, colour) {
  const { context, width, height } = prepare(canvas)
  context.fillStyle = colour
  for (let column = 0; column < width; column++) {
    const from = Math.floor((column * length) / width)
    const to = Math.max(from + 1, Math.floor(((column + 1) * length) / width))
    let [low, high] = [1, -1]
    for (const samples of channels) {
      for (let n = from; n < to; n++) {
        if (samples[n] < low) low = samples[n]
        if (samples[n] > high) high = samples[n]
      }
    }
    const top = ((1 - high) / 2) * height
    context.fillRect(column, top, 1, Math.max(1, ((1 - low) / 2) * height - top))
  }
}

/**
 * Draw the spectrogram: decibels below the loudest bin, 40 Hz at the bottom, half the sample rate at the top.
 * Of two channels, it is that of their sum.
 * @param {HTMLCanvasElement} canvas
 * @param {Sound} sound
 */
export function drawSpectrogram(canvas, { channels, length, sampleRate }) {
  const { context, width, height } = prepare(canvas)
  const image = context.createImageData(width, height)
  const pixels = new Uint32Array(image.data.buffer)
  const ramp = Uint32Array.from({ length: 256 }, (_, step) => magma(step / 255))
  const bins = binsOfRows(height, sampleRate)
  const silence = new Float32Array(length)
  const samples = channels.reduce((sum, channel) => sum.map((value, n) => value + channel[n]), silence)
  const middle = (/** @type {number} */ column) => Math.round((column / width) * length)
  const columns = Array.from({ length: width }, (_, column) => power(samples, middle(column)))
  const loudest = columns.reduce((most, column) => column.reduce((a, b) => Math.max(a, b), most), 1e-12)
  for (let row = 0; row < height; row++) {
    const [low, high] = bins[row]
    for (let column = 0; column < width; column++) {
      let most = 0
      for (let bin = low; bin <= high; bin++) most = Math.max(most, columns[column][bin])
      const share = 1 + (10 * Math.log10(Math.max(most / loudest, 1e-12))) / RANGE_DB
      pixels[row * width + column] = ramp[Math.round(255 * Math.max(0, share))]
    }
  }
  context.putImageData(image, 0, 0)
}

/**
 * Fit a canvas to the screen's pixels.
 * @param {HTMLCanvasElement} canvas
 */
function prepare(canvas) {
  const ratio = pixelRatio()
  const width = Math.max(1, Math.round(canvas.clientWidth * ratio))
  const height = Math.max(1, Math.round(canvas.clientHeight * ratio))
  canvas.width = width
  canvas.height = height
  return { context: contextOf(canvas), width, height }
}

/**
 * Return the lowest and the highest bin of each row, from the top.
 * @param {number} height
 * @param {number} sampleRate
 */
function binsOfRows(height, sampleRate) {
  const hz = (/** @type {number} */ share) => LOWEST_HZ * (sampleRate / 2 / LOWEST_HZ) ** share
  const bin = (/** @type {number} */ share) => Math.min(N_FFT / 2, (hz(share) * N_FFT) / sampleRate)
  return Array.from({ length: height }, (_, row) => {
    const low = Math.round(bin(1 - (row + 1) / height))
    return [low, Math.max(low, Math.round(bin(1 - row / height)) - 1)]
  })
}

const HANN = Float32Array.from({ length: N_FFT }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / N_FFT))

/**
 * Return the power of the bins of the frame around a sample.
 * @param {Float32Array} samples
 * @param {number} middle
 */
function power(samples, middle) {
  const real = new Float32Array(N_FFT)
  const imaginary = new Float32Array(N_FFT)
  for (let n = 0; n < N_FFT; n++) real[n] = HANN[n] * (samples[middle - N_FFT / 2 + n] ?? 0)
  transform(real, imaginary)
  return Float32Array.from({ length: N_FFT / 2 + 1 }, (_, bin) => real[bin] ** 2 + imaginary[bin] ** 2)
}

/**
 * Compute the Fourier transform in place (Cooley and Tukey, 1965, radix 2).
 * @param {Float32Array} real
 * @param {Float32Array} imaginary
 */
function transform(real, imaginary) {
  const size = real.length
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i < j) {
      ;[real[i], real[j]] = [real[j], real[i]]
      ;[imaginary[i], imaginary[j]] = [imaginary[j], imaginary[i]]
    }
  }
  for (let length = 2; length <= size; length <<= 1) {
    const angle = (-2 * Math.PI) / length
    for (let k = 0; k < length / 2; k++) {
      const [cosine, sine] = [Math.cos(angle * k), Math.sin(angle * k)]
      for (let upper = k; upper < size; upper += length) {
        const lower = upper + length / 2
        const right = real[lower] * cosine - imaginary[lower] * sine
        const down = real[lower] * sine + imaginary[lower] * cosine
        real[lower] = real[upper] - right
        imaginary[lower] = imaginary[upper] - down
        real[upper] += right
        imaginary[upper] += down
      }
    }
  }
}

/** @param {number} share 0 to 1 */
function magma(share) {
  const position = share * (MAGMA.length - 1)
  const step = Math.min(MAGMA.length - 2, Math.floor(position))
  const next = MAGMA[step + 1]
  const [red, green, blue] = MAGMA[step].map((value, k) => Math.round(value + (position - step) * (next[k] - value)))
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0
}
