import ArgumentParser

@main
struct KeyRateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "keyrate", abstract: "Secret-key rates of quantum-key-distribution links.")
}
