extension Settings {
  static func load(_ options: FileOptions) throws(Failure) -> Settings {
    Settings()
  }
}
