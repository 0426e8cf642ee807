using System.Security.Cryptography;
using Impasto.Networks.Weights;
using Impasto.Tests.Networks.Files;

namespace Impasto.Tests.Networks.Weights;

/// <summary>A store, a clock and a small VGG-19 to install from somewhere.</summary>
internal sealed class InstallerFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client;

    public InstallerFixture(HttpMessageHandler? handler = null)
    {
        Store = new WeightStore(_folder["weights"]);
        _client = new HttpClient(handler ?? new SocketsHttpHandler()) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>torchvision's numbers and format, with few channels.</summary>
    public static byte[] Content { get; } = TorchWriter.Old(StateTensor.Vgg(StateTensor.Vgg19Depths), TorchStyle.First);

    public static int Half => Content.Length / 2;

    public WeightStore Store { get; }

    public FakeClock Clock { get; } = new();

    /// <summary>Everything in the store's folder but the lock.</summary>
    public string[] Files => Directory.Exists(Store.Folder)
        ? [.. Directory.GetFiles(Store.Folder).Select(path => Path.GetFileName(path)!).Where(name =>
            !name.EndsWith(".lock", StringComparison.Ordinal)).Order()]
        : [];

    /// <summary>Where the part of a download from there is kept.</summary>
    public string Part(string url) => Path.Combine(
        Store.Folder,
        $"vgg19-{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(url)))[..8]}.part");

    public string Write(string name, byte[] content) => _folder.Write(name, content);

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Stops what is installed; else the end of the test does.</summary>
    public CancellationToken Cancellation { get; set; } = TestContext.Current.CancellationToken;

    public Task<InstalledWeights> InstallAsync(
        string from, byte[]? expected = null, IProgress<InstallProgress>? progress = null) =>
        InstallAsync(new InstallOptions { From = from, Sha256 = Sha256(expected ?? Content) }, progress);

    public Task<InstalledWeights> InstallAsync(
        InstallOptions options, IProgress<InstallProgress>? progress = null, string name = "vgg19") =>
        new WeightInstaller(Store, _client, Clock).InstallAsync(name, options, progress, Cancellation);

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }
}
