using System.Security.Cryptography;
using Impasto.Networks.Files;
using Impasto.Text;

namespace Impasto.Networks.Weights;

/// <summary>Fetches weights, checks them, and keeps the layers that are needed in the store.</summary>
/// <param name="store">Where they go.</param>
/// <param name="client">Does the fetching; follows redirects as it is set up to.</param>
/// <param name="clock">Waits between attempts.</param>
public sealed class WeightInstaller(WeightStore store, HttpClient client, TimeProvider clock)
{
    private const int ShortestPrefix = 8;

    private static readonly LayerName LastOfAll = VggLayers.Of(5, 4);

    /// <summary>Installs weights by name.</summary>
    /// <param name="name">vgg19, vgg16, vgg19-caffe or vgg16-caffe.</param>
    /// <param name="options">Another source, another checksum, all layers.</param>
    /// <param name="progress">Receives the progress after every piece.</param>
    /// <param name="cancellation">Stops; the part that was downloaded is kept and used the next time.</param>
    /// <exception cref="WeightsException">
    /// The file can't be downloaded, is the wrong one, or can't be used or written.
    /// </exception>
    public async Task<InstalledWeights> InstallAsync(
        string name,
        InstallOptions? options = null,
        IProgress<InstallProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new InstallOptions();
        var origin = WeightOrigin.Find(name);
        string prefix = Prefix(origin, options);
        store.RequireReadable();
        if (!options.Overwrite && store.Find(name) is { Sha256.Length: > 0 } present)
            {
            throw new WeightsException($"The weights '{name}' are installed already ('{present.Path}').")
            {
                Problem = WeightsProblem.AlreadyInstalled,
                WeightsName = name,
            };
        }

        try
        {
            Directory.CreateDirectory(store.Folder);
            using FileStream gate = Lock(name);
            RemoveLeftovers(name);
            return await InstallAsync(origin, options, prefix, progress, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WeightsException(
                $"The weights '{name}' can't be installed in '{store.Folder}': {failure.Reason()}.",
                failure);
        }
    }

    private async Task<InstalledWeights> InstallAsync(
        WeightOrigin origin, InstallOptions options, string prefix, IProgress<InstallProgress>? progress,
        CancellationToken cancellation)
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
                FileDownload.Discard(part);
                throw new WeightsException($"{Mismatch(from, found, prefix)}; the download was deleted.");
            }

            InstalledWeights installed = Keep(origin, part, from, found, options, progress);
            FileDownload.Discard(part);
            return installed;
        }

        if (!File.Exists(from))
            throw new WeightsException(Directory.Exists(from) ? $"'{from}' is a folder, expected a weight file."
                : $"There is no file '{from}'.");
        progress?.Report(new InstallProgress(InstallStage.Checking, new FileInfo(from).Length, null));
        string sha256 = await HashAsync(from, cancellation);
        return options.Sha256 is null || sha256.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            ? Keep(origin, from, from, sha256, options, progress)
            : throw new WeightsException(Mismatch(from, sha256, prefix) + ".");
    }

    private static string Mismatch(string from, string found, string expected) =>
        $"'{from}' is not the file expected: its SHA-256 {(expected.Length < found.Length ? "begins with" : "is")} "
        + $"{found[..expected.Length]}, expected {expected}";

    private InstalledWeights Keep(
        WeightOrigin origin, string file, string from, string sha256, InstallOptions options,
        IProgress<InstallProgress>? progress)
    {
        progress?.Report(new InstallProgress(InstallStage.Writing, new FileInfo(file).Length, null));
        // Published files do not state their pixels; another file may.
        InputNormalization? normalization = KnownPixels.OfChecksum(sha256);
        // By the original name, not the part's: it may show which pixels the network expects.
        string original = Uri.UnescapeDataString(from[(from.LastIndexOfAny(['/', Path.DirectorySeparatorChar]) + 1)..]);
        Network network = NetworkLoader.Load(
            TensorFile.Open(file), file, original, normalization, options.AllLayers ? LastOfAll : null).Network;
        RequireLayers(origin, network, from);
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
        metadata[WeightStore.SealKey] = NetworkLoader.Seal(metadata, network.Convolutions);
        List<NamedTensor> tensors = [];
        foreach (Convolution convolution in network.Convolutions)
        {
            long[] shape = [convolution.Outputs, convolution.Inputs, convolution.Size, convolution.Size];
            tensors.Add(new NamedTensor($"{convolution.Layer}.weight", shape, convolution.Kernel));
            tensors.Add(new NamedTensor($"{convolution.Layer}.bias", [convolution.Outputs], convolution.Bias));
        }

        TensorFile.Write(path, tensors, metadata);
        return store.Find(origin.Name)!;
    }

    // Otherwise "vgg19" would mean another network from now on.
    private static void RequireLayers(WeightOrigin origin, Network network, string from)
    {
        LayerName[] expected = [.. VggLayout.Find(origin.Name).Layers.Values.Where(layer =>
            VggLayers.IsUpTo(layer, network.Convolutions[^1].Layer))];
        LayerName[] found = [.. network.Convolutions.Select(convolution => convolution.Layer)];
        if (found.Except(expected).Order(VggLayers.Order).ToArray() is [LayerName surplus, ..])
            throw new WeightsException(
                $"'{from}' is not {origin.Name}: it has the layer {surplus}, and {origin.Name} does not.");
        LayerName[] missing = [.. expected.Append(VggLayers.Of(5, 1)).Except(found)];
        if (missing.Length > 0)
            throw new WeightsException($"'{from}' is not {origin.Name}: the layer {missing[0]} is missing.");
    }

    private static string Prefix(WeightOrigin origin, InstallOptions options)
    {
        if (options.Sha256 is not { } wanted)
            return origin.Sha256Prefix;
        return wanted.Length is >= ShortestPrefix and <= 64 && wanted.All(char.IsAsciiHexDigit)
            ? wanted.ToLowerInvariant()
            : throw new WeightsException(
                $"Invalid SHA-256 '{wanted}': expected {ShortestPrefix} to 64 hexadecimal digits.");
    }

    private FileStream Lock(string name)
    {
        try
        {
            // Not deleted afterwards: two programs could then hold two locks of the same name.
            return new FileStream(Path.Combine(store.Folder, $".{name}.lock"), FileMode.OpenOrCreate,
                FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure)
        {
            throw new WeightsException($"The weights '{name}' are being installed by another program.", failure);
        }
    }

    // Removes the files of an installation that was killed while it wrote.
    private void RemoveLeftovers(string name)
    {
        foreach (string path in Directory.EnumerateFiles(store.Folder, $".{name}.*{WeightStore.Extension}"))
            File.Delete(path);
    }

    // Parts from different sources must not be confused.
    private static string PartKey(string from) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(from)))[..8];

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        await using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }
}
