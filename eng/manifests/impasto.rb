class Impasto < Formula
  desc "Repaints a photograph in the manner of a painting"
  homepage "https://example.org/impasto"
  version "VERSION"
  license "MIT"

  on_macos do
    depends_on arch: :arm64
    url "URL:osx-arm64"
    sha256 "SHA256:osx-arm64"
  end

  on_linux do
    on_intel do
      url "URL:linux-x64"
      sha256 "SHA256:linux-x64"
    end
    on_arm do
      url "URL:linux-arm64"
      sha256 "SHA256:linux-arm64"
    end
  end

  def install
    libexec.install Dir["*"]
    bin.write_exec_script libexec/"impasto"
    generate_completions_from_executable(bin/"impasto", "completion", shells: [:bash, :zsh, :fish])
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/impasto --version")
  end
end
