// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import Testing

@testable import KeyRateEvidence

@Suite("Hashes and signatures")
struct FingerprintTests {
  @Test("SHA-256 of the examples of FIPS 180-4")
  func hashes() {
    #expect(Fingerprint.sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(Fingerprint.sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test("Base64 in both directions")
  func base64() {
    for count in 0..<70 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
      #expect(Base64.bytes(Base64.text(bytes)) == bytes)
    }
    #expect(Base64.text(Array("foobar".utf8)) == "Zm9vYmFy")
    #expect(Base64.text(Array("fooba".utf8)) == "Zm9vYmE=")
    for wrong in ["A", "A===", "Zm9v=mFy", "Zm 9!", "===="] { #expect(Base64.bytes(wrong) == nil) }
  }

  // RFC 8032, section 7.1, test 1: secret and public key.
  static let secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
  static let known = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

  @Test("A signature holds for the text that was signed, and for no other")
  func signatures() throws {
    let key = TextFile(name: "key", text: Self.secret)
    let publicKey = TextFile(name: "public", text: Self.known + "\n")
    let signature = TextFile(name: "sig", text: try ReportSignature.sign("report 1", with: key))
    #expect(try ReportSignature.verify("report 1", signature: signature, key: publicKey))
    #expect(try !ReportSignature.verify("report 2", signature: signature, key: publicKey))
    let other = TextFile(name: "public", text: String(Self.known.reversed()))
    #expect((try? ReportSignature.verify("report 1", signature: signature, key: other)) != true)
  }

  @Test("The signature of RFC 8032's empty message")
  func vector() throws {
    let bytes =
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    let digits = Array(bytes)
    let raw = stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0..<$0 + 2]), radix: 16) }
    let signature = TextFile(name: "sig", text: Base64.text(raw))
    #expect(try ReportSignature.verify("", signature: signature, key: TextFile(name: "public", text: Self.known)))
  }

  @Test(
    "Files that are no keys are refused",
    arguments: [
      "", "abc", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "-----BEGIN PRIVATE KEY-----\n!!\n",
    ])
  func noKeys(text: String) {
    #expect(throws: DocumentError.self) { try ReportSignature.sign("x", with: TextFile(name: "key", text: text)) }
  }
}
