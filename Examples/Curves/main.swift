// SPDX-License-Identifier: GPL-3.0-or-later
// Curves: a sweep of one link, its reach, and two links on one axis. With a folder as the argument, the figures are
// written there.
import KeyRate

let classic = try Link(published: "gys-2004")

let sweep = try await classic.sweep(.distanceKilometres, over: [0, 50, 100, 150])
for curve in sweep.curves {
  print(curve.label)
  for point in curve.points { print("  \(point.value) \(sweep.unit ?? ""): \(point.ratePerPulse ?? 0) bit/pulse") }
}

let answer = try await classic.reach(.distanceKilometres, target: .ratePerPulse(1e-6), from: 0, to: 200, points: 9)
for curve in answer.answers { print(curve.label ?? "the link", curve.statement, separator: ": ") }

let comparison = try await Comparison.of(
  [classic, Link(published: "kth-2002")], along: .lossDecibel, from: 0...20, points: 3)
for curve in comparison.curves { print(curve.label, curve.points.compactMap(\.ratePerPulse)) }

if let folder = CommandLine.arguments.dropFirst().first {
  print(try sweep.write(to: folder + "/sweep") + comparison.write(to: folder + "/comparison"))
}
