import Testing

@testable import TwinField

@Suite("Twin-field channel model")
struct ChannelModelTests {
  @Test("two photons on a lossless splitter bunch")
  func bunching() {
    let model = ChannelModel(etaA: 1, etaB: 1, darkCount: 0)
    #expect(abs(model.yield(1, 1) - 0.5) < 1e-15)
    #expect(model.yield(0, 0) == 0)
  }
}
