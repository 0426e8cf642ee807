using Impasto.Networks.Files;

namespace Impasto.Networks.Weights;

/// <summary>The folder in which installed weights are kept, one .safetensors file each.</summary>
/// <param name="folder">The folder; created when something is installed.</param>
public sealed class WeightStore(string folder)
{
    internal const string Extension = ".safetensors";

    /// <summary>The key of the checksum over everything else in a file.</summary>
    internal const string SealKey = "seal";

    /// <summary>The folder.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The default folder.</summary>
    /// <remarks>
    /// IMPASTO_HOME; else on Windows LocalAppData\Impasto, on macOS ~/Library/Caches/Impasto, elsewhere
    /// XDG_CACHE_HOME/impasto or ~/.cache/impasto; in each the folder weights.
    /// </remarks>
    /// <param name="environment">Looks up an environment variable.</param>
    public static string DefaultFolder(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment("IMPASTO_HOME") is { Length: > 0 } own)
            return Path.Combine(own, "weights");
        string user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
            return Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Impasto", "weights");
        if (OperatingSystem.IsMacOS())
            return Path.Combine(user, "Library", "Caches", "Impasto", "weights");
        // The XDG specification has relative paths ignored.
        string cache = environment("XDG_CACHE_HOME") is { } xdg && Path.IsPathRooted(xdg) ? xdg
            : Path.Combine(user, ".cache");
        return Path.Combine(cache, "impasto", "weights");
    }

    /// <summary>What is installed, by name. A file that can't be read is listed with an empty SHA-256.</summary>
    /// <exception cref="WeightsException">The folder can't be read.</exception>
    public IReadOnlyList<InstalledWeights> List()
    {
        RequireReadable();
        return Directory.Exists(Folder)
            ? [.. Directory.EnumerateFiles(Folder, "*" + Extension)
                .Where(path => !Path.GetFileName(path).StartsWith('.'))
                .Order(StringComparer.Ordinal)
                .Select(Describe)]
            : [];
    }

    /// <summary>The weights of that name; null where they are not installed.</summary>
    public InstalledWeights? Find(string name) => List().FirstOrDefault(weights => weights.Name == name);

    /// <summary>
    /// Reads installed weights whole and compares them with the checksum made when they were installed.
    /// </summary>
    /// <returns>Null if they are unchanged, else the problem in one sentence.</returns>
    /// <exception cref="WeightsException">They are not installed.</exception>
    public string? Verify(string name)
    {
        InstalledWeights weights = Require(name);
        try
        {
            var metadata = new Dictionary<string, string>(
                TensorFile.Open(weights.Path).Metadata, StringComparer.Ordinal);
            Network network = NetworkLoader.Load(weights.Path, null, VggLayers.Of(5, 4)).Network;
            if (!metadata.Remove(SealKey, out string? expected))
                return $"'{weights.Path}' can't be verified: it has no checksum of its installation.";
            string found = NetworkLoader.Seal(metadata, network.Convolutions);
            return found == expected
                ? null
                : $"'{weights.Path}' has changed since it was installed: its checksum is {found}, expected {expected}.";
        }
        catch (ImpastoException failure)
        {
            return failure.Message;
        }
    }

    /// <summary>Deletes installed weights.</summary>
    /// <exception cref="WeightsException">They are not installed, or can't be deleted.</exception>
    public InstalledWeights Remove(string name)
    {
        InstalledWeights weights = Require(name);
        try
        {
            File.Delete(weights.Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WeightsException($"'{weights.Path}' can't be deleted: {failure.Reason()}.", failure);
        }

        return weights;
    }

    /// <summary>Fails if the folder is a file or may not be read; if it is missing, nothing is installed yet.</summary>
    internal void RequireReadable()
    {
        try
        {
            if (File.Exists(Folder))
                throw new WeightsException($"'{Folder}' is a file, expected the folder in which weights are kept.");
            if (Directory.Exists(Folder))
                _ = Directory.EnumerateFileSystemEntries(Folder).Any();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WeightsException(
                $"The weights in '{Folder}' can't be listed: {failure.Reason()}.", failure);
        }
    }

    internal string PathOf(string name) => Path.Combine(Folder, name + Extension);

    private InstalledWeights Require(string name) => Find(name) ?? throw new WeightsException(
        $"The weights '{name}' are not installed"
        + (List() is { Count: > 0 } known ? $": there are {string.Join(", ", known.Select(weights => weights.Name))}."
            : "."));

    private static InstalledWeights Describe(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        var file = new FileInfo(path);
        long bytes = file.Exists ? file.Length : 0;
        try
        {
            IReadOnlyDictionary<string, string> metadata = TensorFile.Open(path).Metadata;
            return new InstalledWeights(
                name, path, bytes, metadata.GetValueOrDefault("sha256", ""), metadata.GetValueOrDefault("source", ""));
        }
        catch (ImpastoException)
        {
            return new InstalledWeights(name, path, bytes, "", "damaged");
        }
    }
}
