using System.Security.Cryptography;
using Impasto.Networks.Files;
using Impasto.Storage;

namespace Impasto.Networks;

/// <summary>Fetches weights, checks them, and keeps the layers that are needed in the store.</summary>
/// <param name="store">Where they go.</param>
/// <param name="client">Does the fetching; follows redirects as it is set up to.</param>
/// <param name="clock">Waits between attempts.</param>
public sealed class WeightInstaller(WeightStore store, HttpClient client, TimeProvider clock)
{
    private const int ShortestPrefix = 8;

    /// <summary>Installs weights by name.</summary>
    /// <param name="name">vgg19 or vgg16.</param>
    /// <param name="options">Another source, another checksum, all layers.</param>
    /// <param name="progress">Hears of every piece.</param>
    /// <param name="cancellation">Stops; what was fetched is kept and used the next time.</param>
    /// <exception cref="ImpastoException">The file can't be had, is the wrong one, or can't be used or written.</exception>
    public async Task<InstalledWeights> InstallAsync(
        string name,
        InstallOptions? options = null,
        IProgress<InstallProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new InstallOptions();
        var origin = WeightOrigin.Find(name);
        string prefix = Prefix(origin, options);
        if (!options.Overwrite && store.Find(name) is { Sha256.Length: > 0 } present)
            throw new ImpastoException($"The weights '{name}' are installed already ('{present.Path}'): replace them with --force.");
        try
        {
            Directory.CreateDirectory(store.Folder);
            using FileStream gate = Lock(name);
            return await InstallAsync(origin, options, prefix, progress, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"The weights '{name}' can't be installed in '{store.Folder}': {failure.Message.TrimEnd('.')}.", failure);
        }
    }

    private async Task<InstalledWeights> InstallAsync(
        WeightOrigin origin, InstallOptions options, string prefix, IProgress<InstallProgress>? progress, CancellationToken cancellation)
    {
        string from = options.From ?? origin.Url.ToString();
        if (Uri.TryCreate(from, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
        {
            string part = Path.Combine(store.Folder, $"{origin.Name}-{PartKey(from)}.part");
            await new FileDownload(client, clock).RunAsync(url!, part, progress, cancellation);
            progress?.Report(new InstallProgress(InstallStage.Checking, new FileInfo(part).Length, null));
            string found = await HashAsync(part, cancellation);
            if (!found.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                Discard(part);
                throw new ImpastoException(
                    $"'{from}' is not the file expected: its SHA-256 begins with {found[..prefix.Length]}, expected {prefix}. The download was deleted.");
            }

            InstalledWeights installed = Keep(origin, part, from, found, options, progress);
            Discard(part);
            return installed;
        }

        if (!File.Exists(from))
            throw new ImpastoException($"There is no file '{from}'.");
        progress?.Report(new InstallProgress(InstallStage.Checking, new FileInfo(from).Length, null));
        string sha256 = await HashAsync(from, cancellation);
        return options.Sha256 is null || sha256.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            ? Keep(origin, from, from, sha256, options, progress)
            : throw new ImpastoException(
                $"'{from}' is not the file expected: its SHA-256 begins with {sha256[..prefix.Length]}, expected {prefix}.");
    }

    private InstalledWeights Keep(
        WeightOrigin origin, string file, string from, string sha256, InstallOptions options, IProgress<InstallProgress>? progress)
    {
        progress?.Report(new InstallProgress(InstallStage.Writing, new FileInfo(file).Length, null));
        // torchvision's own file says nothing of its pixels; any other is asked.
        InputNormalization? normalization =
            sha256.StartsWith(origin.Sha256Prefix, StringComparison.Ordinal) ? InputNormalization.Torchvision : null;
        Network network = NetworkLoader.Load(file, normalization, options.AllLayers ? new LayerName(5, 4) : null).Network;
        string path = store.PathOf(origin.Name);
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = origin.Name,
            ["normalization"] = network.Normalization.Name,
            ["padding"] = OptionText.Of(network.Padding),
            ["sha256"] = network.Sha256,
            ["source"] = from,
            ["source-sha256"] = sha256,
        };
        List<(string, long[], float[])> tensors = [];
        foreach (Convolution convolution in network.Convolutions)
        {
            tensors.Add(($"{convolution.Layer}.weight", [convolution.Outputs, convolution.Inputs, 3, 3], convolution.Kernel));
            tensors.Add(($"{convolution.Layer}.bias", [convolution.Outputs], convolution.Bias));
        }

        AtomicFile.Write(path, overwrite: true, stream => SafetensorsWriter.Write(stream, tensors, metadata));
        return store.Find(origin.Name)!;
    }

    private static string Prefix(WeightOrigin origin, InstallOptions options)
    {
        if (options.Sha256 is not { } wanted)
            return origin.Sha256Prefix;
        return wanted.Length is >= ShortestPrefix and <= 64 && wanted.All(char.IsAsciiHexDigit)
            ? wanted.ToLowerInvariant()
            : throw new ImpastoException($"'{wanted}' is no SHA-256: expected {ShortestPrefix} to 64 hexadecimal digits.");
    }

    private FileStream Lock(string name)
    {
        try
        {
            return new FileStream(
                Path.Combine(store.Folder, $".{name}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException failure)
        {
            throw new ImpastoException($"The weights '{name}' are being installed by another program.", failure);
        }
    }

    // Parts of different sources shall not be taken for one another.
    private static string PartKey(string from) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(from)))[..8];

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        await using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }

    private static void Discard(string part)
    {
        File.Delete(part);
        File.Delete(part + ".etag");
    }
}
