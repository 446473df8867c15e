// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate

// A link in typed values: a misspelt name does not compile, and a value that cannot be is refused when it is used.
var link = try Link(.bb84)
link[.lossDecibel] = 20
link[.detectorEfficiency] = 0.2
link[.darkCountProbability] = 6e-7
link[.misalignment] = 0.01
link[.pulses] = 1e11

// Intensities, probabilities and the bias of the bases are left out: they are optimised.
let best = try link.evaluate()
print("\(best.key.lengthBits ?? 0) bit; \(best.key.analysis.status.rawValue)")
for setting in best.settings { print(setting.name, setting.value) }

// Every step from input to length, with its equation and the direction in which it may be relied upon.
for step in best.key.trace where step.equation == "BB-32" {
  print(step.meaning, step.value, step.unit, step.direction.rawValue)
}

// A published set, changed; without a key there is a reason.
let far = try Link(published: "gys-2004").with(.distanceKilometres, 150)
print(try far.evaluate().key.reasonForZero?.description ?? "a key")
