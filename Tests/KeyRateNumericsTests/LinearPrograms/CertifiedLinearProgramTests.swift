import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Certified linear programs")
struct CertifiedLinearProgramTests {
  private func exact(_ values: [Double]) -> [Interval] { values.map { Interval($0) } }

  @Test("A program small enough to solve by hand")
  func byHand() throws {
    // max x + y under x + 2y <= 4, 3x + y <= 6, x, y <= 10: the vertex (8/5, 6/5).
    let program = try CertifiedLinearProgram(
      columns: 2, coefficients: exact([1, 2, 3, 1]), lower: [nil, nil], upper: exact([4, 6]), box: exact([10, 10]))
    for effort in [CertifiedLinearProgram.Effort.search, .full] {
      let bound = try #require(program.maximum(of: exact([1, 1]), effort: effort).bound)
      #expect(bound.value >= 2.8 && bound.value < 2.8 + 1e-14)
      #expect(relativeDifference(bound.point[0], 1.6) < 1e-14 && relativeDifference(bound.point[1], 1.2) < 1e-14)
      #expect(relativeDifference(bound.multipliers[0], 0.4) < 1e-14)
      #expect(relativeDifference(bound.multipliers[1], 0.2) < 1e-14)
      #expect(bound.source == .optimum)
    }
  }
}
