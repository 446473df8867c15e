// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

/// The ends of the definition: what is absent, empty, zero or refused.
@Suite("Certified linear programs: edges and errors")
struct CertifiedLinearProgramTests {
  private let efforts: [CertifiedLinearProgram.Effort] = [.search, .full]

  private func exact(_ values: [Double]) -> [Interval] { values.map { Interval($0) } }
  private func exact(_ values: [Double?]) -> [Interval?] { values.map { $0.map { Interval($0) } } }

  private func program(
    _ rows: [[Double]], lower: [Double?], upper: [Double?], box: [Double]
  ) throws -> CertifiedLinearProgram {
    try CertifiedLinearProgram(
      columns: box.count, coefficients: exact(rows.flatMap { $0 }), lower: exact(lower), upper: exact(upper),
      box: exact(box))
  }

  @Test("A program small enough to solve by hand")
  func byHand() throws {
    // max x + y under x + 2y <= 4, 3x + y <= 6, x, y <= 10: the vertex (8/5, 6/5).
    let program = try program([[1, 2], [3, 1]], lower: [nil, nil], upper: [4, 6], box: [10, 10])
    for effort in efforts {
      let bound = try #require(program.maximum(of: exact([1, 1]), effort: effort).bound)
      #expect(bound.value >= 2.8 && bound.value < 2.8 + 1e-14)
      #expect(relativeDifference(bound.primal, 2.8) < 1e-14)
      #expect(relativeDifference(bound.point[0], 1.6) < 1e-14 && relativeDifference(bound.point[1], 1.2) < 1e-14)
      #expect(relativeDifference(bound.multipliers[0], 0.4) < 1e-14)
      #expect(relativeDifference(bound.multipliers[1], 0.2) < 1e-14)
      #expect(bound.source == .optimum && bound.pivots > 0)
      // A lower side that binds: max -x under x >= 1.5.
      let lowest = try self.program([[1, 0]], lower: [1.5], upper: [nil], box: [10, 10])
      let negative = try #require(lowest.maximum(of: exact([-1, 0]), effort: effort).bound)
      #expect(negative.value >= -1.5 && negative.value < -1.5 + 1e-14)
      #expect(relativeDifference(negative.multipliers[0], -1) < 1e-14)
    }
  }

  @Test("Without rows the box decides")
  func noRows() throws {
    let program = try program([], lower: [], upper: [], box: [2, 3, 0])
    for effort in efforts {
      let bound = try #require(program.maximum(of: exact([1, -1, 5]), effort: effort).bound)
      #expect(bound.value >= 2 && bound.value <= 2.000_000_000_000_001)
      #expect(bound.point == [2, 0, 0] && bound.multipliers == [])
      #expect(try program.maximum(of: exact([-1, -1, 5]), effort: effort).bound?.value == 0)
      #expect(try program.maximum(of: exact([0, 0, 0]), effort: effort).bound?.value == 0)
    }
  }

  @Test("Without columns only the sides of the rows remain")
  func noColumns() throws {
    let consistent = try program([[], []], lower: [-1, nil], upper: [0, 3], box: [])
    let contradictory = try program([[], []], lower: [1, nil], upper: [2, 3], box: [])
    for effort in efforts {
      #expect(try consistent.maximum(of: [], effort: effort).bound?.value == 0)
      #expect(try consistent.maxima(ofVariables: [], effort: effort).isEmpty)
      #expect(try contradictory.maximum(of: [], effort: effort).bound == nil)
    }
  }

  @Test("Zero rows, zero columns and rows without sides do no harm")
  func zeros() throws {
    let program = try program(
      [[0, 0, 0], [1, 0, 1], [1, 0, 2], [0, 0, 0]], lower: [nil, nil, nil, 0], upper: [0, 1, nil, nil], box: [1, 1, 1])
    for effort in efforts {
      let verdicts = try program.maxima(ofVariables: [0, 1, 2, 1], effort: effort)
      for verdict in verdicts {
        let value = try #require(verdict.bound?.value)
        #expect(value >= 1 && value <= 1.000_000_000_000_001)
      }
      let sum = try #require(program.maximum(of: exact([1, 1, 1]), effort: effort).bound)
      #expect(sum.value >= 2 && sum.value <= 2.000_000_000_000_001)
    }
    // A zero row with an impossible side.
    let impossible = try self.program([[0, 0]], lower: [0.5], upper: [nil], box: [1, 1])
    for effort in efforts {
      guard case .infeasible(let proof) = try impossible.maximum(of: exact([1, 0]), effort: effort) else {
        Issue.record("0 >= 0.5 is possible?")
        return
      }
      #expect(proof.value < 0 && proof.multipliers[0] < 0)
    }
  }

  @Test("A box of zero holds its variable")
  func emptyBox() throws {
    let program = try program([[1, 1]], lower: [nil], upper: [5], box: [0, 0])
    for effort in efforts {
      #expect(try program.maximum(of: exact([3, 4]), effort: effort).bound?.value == 0)
      let needed = try self.program([[1, 1]], lower: [1], upper: [5], box: [0, 0])
      #expect(try needed.maximum(of: exact([3, 4]), effort: effort).bound == nil)
    }
  }

  @Test("Sides that cross clearly contradict each other; by rounding only they do not")
  func crossedSides() throws {
    let crossed = try program([[1, 1], [1, 0]], lower: [nil, 0.6], upper: [1, 0.5], box: [1, 1])
    let touching = try program([[1, 1], [1, 0]], lower: [nil, (0.5).nextUp], upper: [1, 0.5], box: [1, 1])
    for effort in efforts {
      guard case .infeasible(let proof) = try crossed.maximum(of: exact([0, 1]), effort: effort) else {
        Issue.record("0.6 <= x <= 0.5 is possible?")
        return
      }
      #expect(proof.multipliers == [0, 1])
      #expect(proof.relativeMargin > 0.1 && proof.value < 0)
      let bound = try #require(touching.maximum(of: exact([0, 1]), effort: effort).bound)
      #expect(bound.value >= 0.5 && bound.value < 0.5 + 1e-14)
    }
  }

  @Test("A negative upper side over positive coefficients is a contradiction")
  func negativeSide() throws {
    let program = try program([[1, 2]], lower: [nil], upper: [-1e-9], box: [1, 1])
    for effort in efforts { #expect(try program.maximum(of: exact([1, 1]), effort: effort).bound == nil) }
  }

  @Test("Tiny and huge numbers: what comes out holds")
  func extremes() throws {
    for scale in [1e-300, 1e-200, 1e-100, 1e100, 1e200, 1e290] {
      let program = try program(
        [[scale, 2 * scale], [3 * scale, scale]], lower: [nil, scale], upper: [4 * scale, 6 * scale], box: [10, 10])
      let wide = try self.program(
        [[1, 2], [3, 1]], lower: [nil, 1], upper: [4 * scale, 6 * scale], box: [scale, scale])
      for effort in efforts {
        let bound = try #require(program.maximum(of: exact([1, 1]), effort: effort).bound)
        #expect(bound.value >= 2.8 && bound.value < 2.8 + 1e-13)
        // 3x + y >= 1 cannot be met where x and y are tiny; elsewhere the box or the rows decide.
        let verdict = try wide.maximum(of: exact([1, 1]), effort: effort)
        if scale < 1 {
          #expect(verdict.bound == nil)
        } else {
          let value = try #require(verdict.bound?.value)
          #expect(value >= 2 * scale && value <= 2.000_000_1 * scale)
        }
      }
    }
    // Overflowing products must not turn into a false bound.
    let overflowing = try program(
      [[1e200, -1e200], [1e200, 1e-200]], lower: [-1, nil], upper: [1, 1], box: [1e150, 1e150])
    for effort in efforts {
      let value = try #require(overflowing.maximum(of: exact([1e200, -1e200]), effort: effort).bound?.value)
      #expect(value >= 1)
    }
  }

  @Test("Arrays that do not fit are refused with their names")
  func shapes() throws {
    typealias Program = CertifiedLinearProgram
    let one = [Interval(1)]
    func part(_ make: () throws -> Program) -> String? {
      let refused = #expect(throws: LinearProgramError.self) { _ = try make() }
      return refused?.part
    }
    #expect(part { try Program(columns: -1, coefficients: [], lower: [], upper: [], box: []) } == "columns")
    #expect(part { try Program(columns: 1, coefficients: one, lower: [nil], upper: [], box: one) } == "upper")
    #expect(part { try Program(columns: 1, coefficients: [], lower: [nil], upper: [nil], box: one) } == "coefficients")
    #expect(
      part { try Program(columns: .max, coefficients: [], lower: [nil, nil], upper: [nil, nil], box: one) } != nil)
    #expect(part { try Program(columns: 1, coefficients: one, lower: [nil], upper: [nil], box: []) } == "box")
    let program = try Program(columns: 1, coefficients: one, lower: [nil], upper: [nil], box: one)
    #expect(throws: LinearProgramError.self) { try program.maximum(of: [], effort: .full) }
    #expect(throws: LinearProgramError.self) { try program.maximum(of: one + one, effort: .search) }
    #expect(throws: LinearProgramError.self) { try program.maxima(ofVariables: [0, 1], effort: .search) }
    #expect(throws: LinearProgramError.self) { try program.maxima(ofVariables: [-1], effort: .search) }
    #expect(throws: LinearProgramError.self) { try program.certificate(objective: one, multipliers: []) }
    #expect(throws: LinearProgramError.self) { try program.certificate(objective: [], multipliers: [1]) }
    #expect(throws: LinearProgramError.self) { try program.adding(coefficients: [], lower: [nil], upper: [nil]) }
  }

  @Test("Numbers that are not finite are refused where they matter")
  func notFinite() throws {
    let one = Interval(1)
    let line = Interval(.nan)
    #expect(line.lower == -.infinity && line.upper == .infinity)
    func isRefused(
      _ a: Interval = one, lower: Interval? = nil, upper: Interval? = nil, box: Interval = one
    ) -> Bool {
      (try? CertifiedLinearProgram(columns: 1, coefficients: [a], lower: [lower], upper: [upper], box: [box])) == nil
    }
    #expect(!isRefused(lower: one, upper: one))
    for bad in [line, Interval(.infinity), Interval(lower: -.infinity, upper: 1), Interval(lower: 0, upper: .infinity)]
    {
      #expect(isRefused(bad))
    }
    for bad in [line, Interval(.infinity), Interval(-.infinity), Interval(lower: -.infinity, upper: 1)] {
      #expect(isRefused(lower: bad))
    }
    for bad in [line, Interval(.infinity), Interval(-.infinity), Interval(lower: 0, upper: .infinity)] {
      #expect(isRefused(upper: bad))
    }
    for bad in [line, Interval(.infinity), Interval(-1), Interval(lower: 0, upper: .infinity)] {
      #expect(isRefused(box: bad))
    }
    // The ends that do not matter may be anything.
    #expect(!isRefused(lower: Interval(lower: 0, upper: .infinity)))
    #expect(!isRefused(upper: Interval(lower: -.infinity, upper: 1)))
    #expect(!isRefused(box: Interval(lower: -.infinity, upper: 1)))
    let program = try CertifiedLinearProgram(columns: 1, coefficients: [one], lower: [nil], upper: [nil], box: [one])
    for bad in [line, Interval(.infinity), Interval(-.infinity)] {
      #expect(throws: LinearProgramError.self) { try program.maximum(of: [bad], effort: .full) }
    }
    do {
      _ = try CertifiedLinearProgram(
        columns: 2, coefficients: [one, line], lower: [nil], upper: [nil], box: [one, one])
    } catch {
      #expect(error.description == "linear program, coefficients[1]: -inf ... inf is not finite")
    }
  }

  @Test("The same input gives the same bytes, whatever was asked before")
  func determinism() throws {
    let golden = GoldenProgram.read(LinearProgramGoldens.table).filter { $0.name == "tf" && $0.targets.count > 4 }
    for sample in golden.prefix(6) {
      let columns = sample.targets.map(\.column)
      for effort in efforts {
        let first = try sample.program().maxima(ofVariables: columns, effort: effort)
        let program = try sample.program()
        _ = try program.maxima(ofVariables: columns.reversed(), effort: .search)
        #expect(try program.maxima(ofVariables: columns, effort: effort) == first)
      }
    }
  }
}
