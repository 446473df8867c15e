// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import Testing

@Suite("What a certified length rests on")
struct BasisOfTrustTests {
  private func analysis(_ calculation: String, _ composition: String? = nil) -> AnalysisDescription {
    AnalysisDescription(
      calculation: calculation, title: "", options: composition.map { [.init("composition", $0)] } ?? [],
      status: .certified, statusReasons: [])
  }

  @Test("A printed theorem is claimed only where the sheet's table names one")
  func published() {
    #expect(analysis("bb84.finite.two_decoy", "tup24").basis == .published)
    #expect(analysis("tf.cal.finite.counts", "root").basis == .published)
    for other in [
      analysis("bb84.finite.two_decoy", "linear"), analysis("tf.cal.finite.counts", "linear"),
      analysis("mdi.finite4.counts"), analysis("mdi.finite3.counts"), analysis("cv.gaussian.composable"),
      analysis("sns.finite.counts"), analysis("bbm92.finite"),
    ] {
      #expect(other.basis == .derived, "\(other.calculation)")
      #expect(other.restrictedToPublished.status == .planning, "\(other.calculation)")
    }
    var plan = analysis("bb84.finite.two_decoy", "tup24")
    plan.status = .planning
    #expect(plan.basis == nil)
  }
}
