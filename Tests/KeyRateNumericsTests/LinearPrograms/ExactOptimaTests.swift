// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

/// The certified values against exact optima of decoy programs and of small degenerate ones.
@Suite("Linear programs against exact optima")
struct ExactOptimaTests {
  private static let programs = GoldenProgram.read(LinearProgramGoldens.table)

  private func unit(_ column: Int, _ sign: Double, of columns: Int) -> [Interval] {
    (0..<columns).map { Interval($0 == column ? sign : 0) }
  }

  /// By how much a certified value lies above the optimum, relative to it; negative would be a security bug.
  private func excess(_ value: Double, _ optimum: DoubleDouble) -> Double {
    let difference = (DoubleDouble(value) - optimum).approximation
    return difference / Swift.max(abs(optimum.approximation), 1e-9)
  }

  private func check(
    _ verdict: LinearProgramVerdict, _ target: GoldenProgram.Target, tolerance: Double, _ place: String
  ) {
    guard case .bounded(let bound) = verdict else {
      Issue.record("\(place): a program with feasible points is called infeasible")
      return
    }
    let excess = excess(bound.value, target.optimum)
    if excess < 0 { Issue.record("\(place): \(bound.value) is below the optimum \(target.optimum)") }
    if !(excess < tolerance) {
      Issue.record("\(place): \(bound.value) is \(excess) above the optimum \(target.optimum), \(bound.source)")
    }
    if abs(bound.gap) > tolerance * Swift.max(abs(bound.value), 1e-9), bound.source == .optimum {
      Issue.record("\(place): gap \(bound.gap) at \(bound.value)")
    }
  }

  @Test("The table holds what it should")
  func table() {
    let programs = Self.programs
    #expect(programs.count > 150)
    #expect(programs.filter { $0.contradiction != nil }.count > 30)
    for name in ["tf", "random", "counts", "mdi", "small"] { #expect(programs.contains { $0.name == name }) }
  }

  @Test("Certified values lie on or above the exact optimum, and close to it", arguments: [1e-13, 1e-6])
  func optima(tolerance: Double) throws {
    let effort: CertifiedLinearProgram.Effort = tolerance < 1e-9 ? .full : .search
    for (number, golden) in Self.programs.enumerated() where golden.contradiction == nil {
      let program = try golden.program()
      let positive = golden.targets.filter { $0.sign > 0 }
      let set = try program.maxima(ofVariables: positive.map(\.column), effort: effort)
      for (target, verdict) in zip(positive, set) {
        check(verdict, target, tolerance: tolerance, "\(golden.name) \(number), set, \(target.column)")
      }
      for target in golden.targets {
        let verdict = try program.maximum(of: unit(target.column, target.sign, of: golden.columns), effort: effort)
        check(
          verdict, target, tolerance: tolerance, "\(golden.name) \(number), \(target.sign) column \(target.column)")
      }
    }
  }

  @Test("Contradictions are proven where the margin allows it, and never gone wrong about", arguments: [true, false])
  func contradictions(isFull: Bool) throws {
    var unproven = 0
    for (number, golden) in Self.programs.enumerated() {
      guard let margin = golden.contradiction else { continue }
      let program = try golden.program()
      let objective = unit(0, 1, of: golden.columns)
      let verdict = try program.maximum(of: objective, effort: isFull ? .full : .search)
      switch verdict {
      case .infeasible(let proof):
        #expect(proof.relativeMargin > 1e-9 && proof.value < 0)
      case .bounded(let bound):
        // The solver's combination is not the one of the table, but its margin is of the same order.
        if margin > 1e-8 { Issue.record("\(golden.name) \(number): margin \(margin) is not proven") }
        #expect(bound.source != .optimum || margin < 1e-9)
        unproven += 1
      }
    }
    #expect(unproven > 0)
  }
}
