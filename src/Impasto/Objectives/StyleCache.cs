using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Impasto.Checkpoints;
using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Storage;
using Impasto.Tasks;

namespace Impasto.Objectives;

/// <summary>
/// Stores the moments of paintings in files, under a hash of everything that they depend on, so that each is measured
/// once.
/// </summary>
/// <remarks>
/// Several processes may use one folder: files appear whole, are checked when they are read, and may be deleted at any
/// time.
/// </remarks>
/// <param name="folder">The folder of the files; created when it is needed.</param>
/// <param name="limit">Most bytes of all files; the least recently used are deleted first.</param>
/// <param name="clock">Gives the time at which a file is used.</param>
internal sealed class StyleCache(string folder, long limit, TimeProvider clock)
{
    private const string Ending = ".moments";

    private static readonly ConditionalWeakTable<Picture, string> Hashes = [];

    private readonly CacheFolder _files = new(folder, $"*{Ending}", limit, clock);

    /// <summary>
    /// Reads stored moments, or measures and stores them. A cache that can't be used only costs time.
    /// </summary>
    /// <param name="key">Everything that the moments depend on.</param>
    /// <param name="measure">Measures them.</param>
    public IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> Moments(
        string key, Func<IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>>> measure)
    {
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        string path = Path.Combine(folder, $"{name}{Ending}");
        if (Read(path, key) is { } kept)
        {
            _files.Use(path);
            return kept;
        }

        IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> moments = measure();
        Write(path, key, moments);
        return moments;
    }

    /// <summary>Everything that the moments of a whole painting depend on, as text.</summary>
    /// <param name="reader">The network and its settings.</param>
    /// <param name="layout">Tiles.</param>
    /// <param name="picture">The painting.</param>
    /// <param name="sizing">Its size, and how it is resized.</param>
    /// <param name="layers">The layers.</param>
    public static string Key(
        FeatureReader reader, ScaleLayout layout, Picture picture, string sizing, IReadOnlyList<LayerName> layers) =>
        string.Join(
            '\n',
            Hashes.GetValue(picture, InputHashes.Of),
            sizing,
            string.Join(',', layers),
            reader.Network.Sha256,
            reader.Network.Normalization,
            reader.Space.Scale,
            reader.Settings.Pooling,
            reader.Settings.Padding ?? reader.Network.Padding,
            reader.Engine.Description,
            layout.Core.ToString(CultureInfo.InvariantCulture),
            layout.InBands);

    private static Dictionary<LayerName, IReadOnlyList<LayerMoments>>? Read(string path, string key)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var file = CheckpointFile.Open(path);
            return (string?)file.Head["key"] != key ? null : file.Head["layers"]!.AsObject().ToDictionary(
                entry => LayerName.Parse(entry.Key),
                entry => (IReadOnlyList<LayerMoments>)[Read(file, entry.Key, (double)entry.Value!)]);
        }
        catch (Exception failure) when (failure
            is ImpastoException or InvalidOperationException or FormatException or ArgumentException
            or KeyNotFoundException)
        {
            return null;
        }
    }

    private static LayerMoments Read(CheckpointFile file, string layer, double positions)
    {
        double[] mean = Numbers($"{layer}.mean"), gram = Numbers($"{layer}.gram");
        return new LayerMoments(mean.Length, positions, mean, gram);

        double[] Numbers(string name)
        {
            double[] values = new double[file.Length(name)!.Value / sizeof(double)];
            file.Read(name, 0, MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
    }

    private void Write(string path, string key, IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> moments)
    {
        var layers = new JsonObject();
        List<CheckpointSection> sections = [];
        foreach ((LayerName layer, IReadOnlyList<LayerMoments> regions) in moments)
        {
            layers[layer.ToString()] = regions[0].Positions;
            Add($"{layer}.mean", regions[0].Mean);
            Add($"{layer}.gram", regions[0].Gram);
        }

        // A file above the limit would drive out all others.
        if (sections.Sum(section => section.Bytes) > limit)
            return;
        try
        {
            Directory.CreateDirectory(folder);
            var head = new JsonObject { ["key"] = key, ["layers"] = layers };
            AtomicFile.Write(path, overwrite: true, stream => CheckpointFile.Write(stream, head, sections));
            _files.Use(path);
            _files.Trim();
        }
        catch (Exception failure) when (failure is ImpastoException or IOException or UnauthorizedAccessException)
        {
            // The moments are measured again next time.
        }

        void Add(string name, double[] values) =>
            sections.Add(CheckpointSection.Of(name, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
    }
}
