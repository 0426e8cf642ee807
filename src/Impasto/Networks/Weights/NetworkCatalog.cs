using System.Reflection;
using Impasto.Networks.Files;

namespace Impasto.Networks.Weights;

/// <summary>Finds the network that somebody means: auto, compact, vgg19, vgg16 or a file.</summary>
public static class NetworkCatalog
{
    private const string CompactResource = "Impasto.Networks.compact.safetensors";

    /// <summary>The names that are always understood.</summary>
    public static IReadOnlyList<string> Names { get; } = ["auto", "compact", .. WeightOrigin.All.Select(origin => origin.Name)];

    /// <summary>The small network inside the library.</summary>
    public static LoadedNetwork Compact() => NetworkLoader.Build(
        SafetensorsReader.Read(() => Assembly.GetExecutingAssembly().GetManifestResourceStream(CompactResource)!),
        "compact",
        null,
        new LayerName(5, 1));

    /// <summary>Loads the network that is meant.</summary>
    /// <param name="spec">auto (VGG-19 where it is installed, else compact), compact, vgg19, vgg16 or a weight file.</param>
    /// <param name="store">Where installed weights are.</param>
    /// <param name="normalization">For a file, which pixels it wants; null lets it be found out.</param>
    /// <param name="deepest">The last layer that will be used; null for conv5_1.</param>
    /// <exception cref="ImpastoException">The weights are not installed, or the file can't be used.</exception>
    public static LoadedNetwork Resolve(
        string spec, WeightStore store, InputNormalization? normalization = null, LayerName? deepest = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(store);
        if (spec == "compact")
            return Compact();
        if (spec == "auto")
        {
            return store.Find("vgg19") is { } installed
                ? Installed(installed, deepest) with { Choice = "VGG-19 is installed" }
                : Compact() with { Choice = "VGG-19 is not installed: impasto weights install vgg19" };
        }

        if (Names.Contains(spec))
        {
            return Installed(
                store.Find(spec)
                    ?? throw new ImpastoException($"The weights '{spec}' are not installed: run impasto weights install {spec}."),
                deepest);
        }

        return File.Exists(spec) || spec.Contains('.', StringComparison.Ordinal) || spec.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? NetworkLoader.Load(spec, normalization, deepest)
            : throw new ImpastoException($"'{spec}' is no network: expected {string.Join(", ", Names)} or a weight file.");
    }

    private static LoadedNetwork Installed(InstalledWeights weights, LayerName? deepest)
    {
        LoadedNetwork loaded = NetworkLoader.Load(weights.Path, null, deepest);
        LayerName last = loaded.Network.Convolutions[^1].Layer;
        return deepest is { } wanted && wanted > last && VggLayout.Find(weights.Name).Layers.Values.Contains(wanted)
            ? throw new ImpastoException(
                $"The installed weights '{weights.Name}' end at {last}, and {wanted} is asked for: "
                + $"run impasto weights install {weights.Name} --all-layers --force.")
            : loaded;
    }
}
