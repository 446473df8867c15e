// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension CountsWorld {
  /// The numbers in which yields of four intensities with an empty vacuum can be eliminated: normalised record counts.
  private enum Number: Int, CaseIterable {
    case oo, xo, ox, yo, oy, xx, yy, errors, zz
  }

  /// Σ coefficient · number + constant ≥ 0.
  private struct Relation {
    var coefficients: [Interval]
    var constant: Interval

    init(_ terms: [(Number, Interval)], constant: Interval = .zero) {
      coefficients = Array(repeating: .zero, count: Number.allCases.count)
      for (number, c) in terms { coefficients[number.rawValue] = coefficients[number.rawValue] + c }
      self.constant = constant
    }

    func value(_ numbers: [Interval]) -> Interval {
      zip(coefficients, numbers).reduce(constant) { $0 + $1.0 * $1.1 }
    }
  }

  /// The test of a run with four intensities, complete for an empty vacuum (MDI-38b); with a leaking one over yields
  /// (MDI-34b).
  init(_ counts: FourIntensityCounts, _ choices: PerParty<FourIntensityChoice>, _ tails: CountTails<Interval>) {
    let (a, b) = (choices.alice, choices.bob)
    func weight(_ pA: Interval, _ pB: Interval, _ muA: Double, _ muB: Double) -> Interval {
      Interval.exp(Interval(muA) + Interval(muB)) / (Interval(counts.pulses) * pA * pB)
    }
    func shares(_ c: FourIntensityChoice) -> (z: Interval, y: Interval, x: Interval, o: Interval) {
      let (z, y, x) = (Interval(c.signalProbability), Interval(c.strongProbability), Interval(c.weakProbability))
      return (z, y, x, Interval.one - z - y - x)
    }
    let (pA, pB) = (shares(a), shares(b))
    let settings: [(Number, Double, Interval, Interval, Double, Double)] = [
      (.oo, counts.oo, pA.o, pB.o, a.vacuum, b.vacuum),
      (.xo, counts.xo, pA.x, pB.o, a.weakDecoy, b.vacuum),
      (.ox, counts.ox, pA.o, pB.x, a.vacuum, b.weakDecoy),
      (.yo, counts.yo, pA.y, pB.o, a.strongDecoy, b.vacuum),
      (.oy, counts.oy, pA.o, pB.y, a.vacuum, b.strongDecoy),
      (.xx, counts.xx, pA.x, pB.x, a.weakDecoy, b.weakDecoy),
      (.yy, counts.yy, pA.y, pB.y, a.strongDecoy, b.strongDecoy),
      (.errors, counts.xxErrors, pA.x, pB.x, a.weakDecoy, b.weakDecoy),
      (.zz, counts.zz, pA.z, pB.z, a.signal, b.signal),
    ]
    let boxes = settings.map { Box($0.1, tails, weight: weight($0.2, $0.3, $0.4, $0.5)) }
    guard a.vacuum == 0, b.vacuum == 0 else {
      self.init(
        cells: zip(settings, boxes).map { setting, box in
          let kind: Cell.Kind = setting.0 == .zz ? .key : setting.0 == .errors ? .testErrors : .test
          return Cell(kind: kind, alice: setting.4, bob: setting.5, box: box)
        })
      return
    }
    self.init(boxes, Self.relations(a, b))
  }

  /// The ten relations of MDI-38b.
  private static func relations(_ a: FourIntensityChoice, _ b: FourIntensityChoice) -> [Relation] {
    let (xA, yA, zA) = (Interval(a.weakDecoy), Interval(a.strongDecoy), Interval(a.signal))
    let (xB, yB, zB) = (Interval(b.weakDecoy), Interval(b.strongDecoy), Interval(b.signal))
    let one = Interval.one
    let half = Interval(0.5)
    let isCaseA =
      !(DoubleDouble(a.strongDecoy) * DoubleDouble(b.weakDecoy)
      - DoubleDouble(b.strongDecoy) * DoubleDouble(a.weakDecoy)).isCertainlyPositive
    let wx = isCaseA ? yA * yA * yB : yB * yB * yA
    let wy = isCaseA ? xA * xA * xB : xB * xB * xA
    let d = xA * xB * yA * yB * (isCaseA ? yA - xA : yB - xB)
    // C_x and C_y, what of xx and yy has photons on both sides.
    func both(_ factor: Interval, _ whole: Number, _ first: Number, _ second: Number) -> [(Number, Interval)] {
      [(whole, factor), (first, -factor), (second, -factor), (.oo, factor)]
    }
    // D S.
    let single = both(wx, .xx, .xo, .ox) + both(-wy, .yy, .yo, .oy)
    func scaled(_ terms: [(Number, Interval)], _ factor: Interval) -> [(Number, Interval)] {
      terms.map { ($0.0, factor * $0.1) }
    }
    return [
      Relation([(.xo, one), (.oo, -one)]), Relation([(.ox, one), (.oo, -one)]),
      Relation([(.yo, xA), (.oo, yA - xA), (.xo, -yA)]), Relation([(.oy, xB), (.oo, yB - xB), (.ox, -yB)]),
      Relation(both(xA * xB, .yy, .yo, .oy) + both(-(yA * yB), .xx, .xo, .ox)),
      Relation([(.errors, one), (.xo, -half), (.ox, -half), (.oo, half)]),
      Relation([(.xx, one), (.errors, -one), (.xo, -half), (.ox, -half), (.oo, half)]),
      Relation([(.zz, one), (.oo, -one)]),
      Relation([(.zz, d), (.oo, -d)] + scaled(single, -(zA * zB))),
      Relation(scaled(single, -one), constant: d),
    ]
  }

  /// The program over the nine numbers, M = middle + half (y − r) with 0 ≤ y ≤ 2 r; they have no sign of their own.
  private init(_ boxes: [Box], _ relations: [Relation]) {
    let columns = boxes.count + 1
    func program(_ most: Double) throws(LinearProgramError) -> CertifiedLinearProgram {
      var coefficients: [Interval] = []
      var lower: [Interval?] = []
      var upper: [Interval?] = []
      for k in boxes.indices {
        coefficients += (0..<columns).map { Interval($0 == k ? 1 : $0 == columns - 1 ? -2 : 0) }
        lower.append(nil)
        upper.append(.zero)
      }
      for relation in relations {
        let c = relation.coefficients.map { $0.approximation }
        var (middle, scale, halves) = (relation.constant.approximation, abs(relation.constant.approximation), 0.0)
        for (c, box) in zip(c, boxes) {
          middle += c * box.middle
          scale += abs(c * box.upper.approximation)
          halves += c * box.half
        }
        guard scale > 0 else { continue }
        // A point a little inside, so that it passes in outward-rounded arithmetic as well.
        coefficients += zip(c, boxes).map { Interval($0 * $1.half / scale) } + [Interval(-halves / scale)]
        lower.append(Interval(1e-13 - middle / scale))
        upper.append(nil)
      }
      return try CertifiedLinearProgram(
        columns: columns, coefficients: coefficients, lower: lower, upper: upper,
        box: boxes.map { _ in Interval(2 * most) } + [Interval(most)])
    }
    self = Self.solve(program, columns: columns) { point in
      guard let distance = point.last else { return false }
      let numbers = zip(boxes, point).map { box, y in
        Interval(box.middle) + Interval(box.half) * (Interval(y) - Interval(distance))
      }
      return zip(boxes, numbers).allSatisfy { $0.holds($1) }
        && relations.allSatisfy { $0.value(numbers).lower >= 0 }
    }
  }
}

extension CountsWorld {
  /// The test of a run with three intensities (MDI-34b).
  init(_ counts: ThreeIntensityCounts, _ choices: PerParty<ThreeIntensityChoice>, _ tails: CountTails<Interval>) {
    var cells: [Cell] = []
    let tables: [(Cell.Kind, Basis, PairTable)] = [
      (.key, .z, counts.keyBasis), (.test, .x, counts.testBasis), (.testErrors, .x, counts.testErrors),
    ]
    for (kind, basis, table) in tables {
      for i in 0..<3 {
        for j in 0..<3 {
          // A setting that is never sent says nothing.
          guard ThreeIntensityCounts.probability(choices, basis, i, j) > 0 else { continue }
          let (muA, muB) = (choices.alice.intensities.list[i], choices.bob.intensities.list[j])
          func share(_ c: ThreeIntensityChoice, _ k: Int) -> Interval {
            let z = Interval(c.keyBasis.list[k])
            return Interval(c.probabilities.list[k]) * (basis == .z ? z : Interval.one - z)
          }
          let pairs = Interval(counts.pulses) * share(choices.alice, i) * share(choices.bob, j)
          let weight = Interval.exp(Interval(muA) + Interval(muB)) / pairs
          cells.append(Cell(kind: kind, alice: muA, bob: muB, box: Box(table[i, j], tails, weight: weight)))
        }
      }
    }
    self.init(cells: cells)
  }
}
