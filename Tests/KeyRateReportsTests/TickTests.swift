// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import KeyRateReports

@Suite struct TickTests {
  private func labels(_ ticks: AxisTicks) -> [String] {
    ticks.labelled.compactMap { $0.label?.plainText }
  }

  @Test func stepsAreNiceAndNeverTooMany() {
    for exponent in [-250, -7, 0, 3, 200] {
      for span in [1.0, 1.3, 2, 2.1, 4.9, 5, 7, 9.99] {
        for count in 2...9 {
          let full = span * decimalValue(1, exponent: exponent)
          let step = DecimalStep(halfSpan: full / 2, count: count)
          #expect([1, 2, 5].contains(step.mantissa))
          let steps = full / step.value
          #expect(steps <= Double(count) * 1.0001, "span \(full), count \(count)")
          #expect(steps > Double(count) / 2.6, "span \(full), count \(count)")
        }
      }
    }
  }

  @Test func linearLabels() {
    #expect(labels(.linear(from: 0, to: 200, count: 6)) == ["0", "50", "100", "150", "200"])
    #expect(labels(.linear(from: -1, to: 1, count: 4)) == ["\u{2212}1.0", "\u{2212}0.5", "0.0", "0.5", "1.0"])
    let small = AxisTicks.linear(from: 0, to: 4e-7, count: 4)
    #expect(labels(small) == ["0", "1", "2", "3", "4"])
    #expect(small.multiplierExponent == -7)
    #expect(AxisTicks.linear(from: 0, to: 99999, count: 4).multiplierExponent == nil)
    #expect(AxisTicks.linear(from: 0, to: 1e5, count: 4).multiplierExponent == 5)
  }

  @Test func linearTicksStandAtTheNearestDouble() {
    let ticks = AxisTicks.linear(from: 0, to: 1, count: 5)
    #expect(ticks.labelled.map(\.coordinate) == [0, 0.2, 0.4, 0.6, 0.8, 1])
    // Three short ticks between long ones a step of two apart.
    #expect(ticks.ticks.count { !$0.isMajor } == 15)
    #expect(ticks.ticks.map(\.coordinate) == ticks.ticks.map(\.coordinate).sorted())
  }

  @Test func everyDecadeHasItsShortTicks() {
    let ticks = AxisTicks.logarithmic(from: -12, to: 0, count: 7, length: 400)
    #expect(ticks.ticks.count { !$0.isMajor } == 12 * 8)
    #expect(ticks.ticks.count(where: \.isMajor) == 13)
    #expect(labels(ticks).first == "10^\u{2212}12")
    #expect(labels(ticks) == [-12, -10, -8, -6, -4, -2, 0].map { RichText.powerOfTen($0).plainText })
    let dense = AxisTicks.logarithmic(from: -300, to: 0, count: 7, length: 400)
    #expect(dense.ticks.allSatisfy { $0.isMajor })
    #expect(dense.labelled.count == 7)
  }

  @Test func logarithmicAxesNearOneHavePlainLabels() {
    #expect(labels(.logarithmic(from: -2, to: 2, count: 8, length: 300)) == ["0.01", "0.1", "1", "10", "100"])
    #expect(labels(.logarithmic(from: -8, to: -6, count: 8, length: 300)).last == "10^\u{2212}6")
  }

  @Test func partsOfADecadeAreLabelledToo() {
    let part = AxisTicks.logarithmic(from: decimalLogarithm(0.15), to: decimalLogarithm(1.2), count: 6, length: 300)
    #expect(labels(part) == ["0.2", "0.5", "1"])
    let tiny = AxisTicks.logarithmic(from: decimalLogarithm(2e-7), to: decimalLogarithm(6e-7), count: 6, length: 300)
    #expect(labels(tiny) == ["2\u{D7}10^\u{2212}7", "5\u{D7}10^\u{2212}7"])
    let narrow = AxisTicks.logarithmic(
      from: decimalLogarithm(1.2e-9), to: decimalLogarithm(1.7e-9), count: 6, length: 300)
    #expect(labels(narrow) == ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])
    #expect(narrow.multiplierExponent == -9)
    for tick in narrow.ticks { #expect(tick.coordinate > -9 && tick.coordinate < -8.7) }
  }

  @Test func logarithmsOfPowersAreExact() {
    for exponent in -300...300 {
      #expect(decimalLogarithm(decimalValue(1, exponent: exponent)) == Double(exponent))
    }
  }
}

@Suite struct AxisRangeTests {
  private func axis(
    _ axis: Axis, _ values: [Double], length: Double = 400
  ) throws(FigureError) -> ResolvedAxis {
    try ResolvedAxis.settled(axis, values: values, name: "axis", length: length, labelSize: 13, direction: .vertical)
  }

  @Test func automaticRangesEndAtTicks() throws {
    let linear = try axis(Axis("x"), [3, 197])
    #expect((linear.lower, linear.upper) == (0, 200))
    let logarithmic = try axis(Axis("y", scale: .logarithmic), [0, -1, .nan, 3e-7, 0.4, .infinity])
    #expect((logarithmic.lower, logarithmic.upper) == (-7, 0))
    let limited = try axis(Axis("y", scale: .logarithmic, longestSpan: 5), [1e-200, 0.4])
    #expect((limited.lower, limited.upper) == (-5, 0))
  }

  @Test func anyDataGivesARange() throws {
    let sets: [[Double]] = [
      [], [0], [-0.0], [5], [-5], [.nan], [.infinity], [1e308, -1e308], [1.7e308],
      [.leastNonzeroMagnitude], [1, 1 + 1e-15],
      [-1e-300, 1e-300], [1e16, 1e16 + 2], [.greatestFiniteMagnitude, -.greatestFiniteMagnitude],
    ]
    for values in sets {
      for scale in [Axis.Scale.linear, .logarithmic] {
        for (lower, upper) in [(nil, nil), (1e-3, nil), (nil, 7.0)] as [(Double?, Double?)] {
          let result = try axis(Axis("a", scale: scale, from: lower, to: upper), values)
          #expect(result.lower < result.upper, "\(values)")
          #expect(result.fraction(result.lower) == 0 && result.fraction(result.upper) == 1, "\(values)")
          for tick in result.ticks.ticks { #expect(tick.coordinate.isFinite, "\(values)") }
        }
      }
    }
  }

  @Test func impossibleEndsAreErrors() {
    #expect(throws: FigureError.endsReversed(axis: "axis", lower: 2, upper: 1)) {
      try axis(Axis("a", from: 2, to: 1), [])
    }
    let error = #expect(throws: FigureError.self) { try axis(Axis("a", scale: .logarithmic, from: 0), [1]) }
    #expect(error?.description == "the axis cannot end at 0.0: a logarithmic axis needs finite values above zero")
    #expect(throws: FigureError.self) { try axis(Axis("a", from: 1, to: 1 + 1e-15), []) }
    #expect(throws: FigureError.self) { try axis(Axis("a", to: .nan), []) }
    #expect(throws: FigureError.self) { try axis(Axis("a", scale: .logarithmic, longestSpan: 0), []) }
    #expect(throws: FigureError.self) { try axis(Axis("a", from: .greatestFiniteMagnitude), []) }
  }

  @Test func labelsNeverCollide() throws {
    for length in [40.0, 90, 150, 260, 400, 700] {
      for direction in [ResolvedAxis.Direction.horizontal, .vertical] {
        for axis in [Axis("a"), Axis("a", scale: .logarithmic)] {
          let result = try ResolvedAxis.settled(
            axis, values: [1e-9, 12345], name: "a", length: length, labelSize: 13, direction: direction)
          guard result.ticks.labelled.count > 3 else { continue }
          #expect(!result.labelsCollide(length: length, labelSize: 13, direction: direction))
        }
      }
    }
  }

  @Test func topAxisReadsTheSamePlaces() throws {
    let distance = try axis(Axis("Distance", from: 0, to: 200), [])
    let loss = try distance.ticks(of: SecondaryAxis("Loss", slope: 0.2), length: 500, labelSize: 13)
    #expect(loss.labelled.map { $0.label?.plainText } == ["0", "5", "10", "15", "20", "25", "30", "35", "40"])
    #expect(loss.labelled[2].coordinate == 50)
    let transmittance = try axis(Axis("\u{3B7}", scale: .logarithmic, from: 1e-4, to: 1), [])
    let decibels = try transmittance.ticks(of: SecondaryAxis("Loss", slope: -10), length: 300, labelSize: 13)
    #expect(decibels.labelled.map { $0.label?.plainText } == ["40", "30", "20", "10", "0"])
    #expect(decibels.labelled.map(\.coordinate) == [-4, -3, -2, -1, 0])
    for slope in [0, .nan, .infinity] as [Double] {
      #expect(throws: FigureError.self) {
        try distance.ticks(of: SecondaryAxis("Loss", slope: slope), length: 500, labelSize: 13)
      }
    }
  }
}
