using System.Reflection;
using Impasto.Networks.Files;

namespace Impasto.Networks.Weights;

/// <summary>Finds a network by its name: auto, compact, vgg19, vgg16, these with -caffe, or a file.</summary>
/// <example>
/// <code>
/// var store = new WeightStore(WeightStore.DefaultFolder(Environment.GetEnvironmentVariable));
/// LoadedNetwork loaded = NetworkCatalog.Resolve("auto", store);
/// using var stylizer = new Stylizer(loaded.Network, new CpuDevice());
/// </code>
/// </example>
public static class NetworkCatalog
{
    private const string CompactResource = "Impasto.Networks.compact.safetensors";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["auto", "compact", .. WeightOrigin.All.Select(origin => origin.Name)];

    /// <summary>The small network inside the library.</summary>
    public static LoadedNetwork Compact() => NetworkLoader.Build(
        SafetensorsReader.Read(() => Assembly.GetExecutingAssembly().GetManifestResourceStream(CompactResource)!),
        "compact",
        null,
        VggLayers.Of(5, 1));

    /// <summary>Loads a network by its name.</summary>
    /// <param name="spec">
    /// auto (VGG-19 where it is installed, else compact), compact, vgg19, vgg16, vgg19-caffe, vgg16-caffe or a
    /// weight file.
    /// </param>
    /// <param name="store">Where installed weights are.</param>
    /// <param name="normalization">For a file, which pixels it expects; null takes them from the file.</param>
    /// <param name="deepest">The last layer that will be used; null for conv5_1.</param>
    /// <exception cref="WeightsException">The weights are not installed, or the file can't be used.</exception>
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
                : Compact() with { Choice = "VGG-19 is not installed", MissingWeights = "vgg19" };
        }

        if (Names.Contains(spec))
        {
            return Installed(
                store.Find(spec)
                    ?? throw new WeightsException($"The weights '{spec}' are not installed.")
                    {
                        Problem = WeightsProblem.NotInstalled,
                        WeightsName = spec,
                    },
                deepest);
        }

        return File.Exists(spec) || spec.Contains('.', StringComparison.Ordinal)
            || spec.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? NetworkLoader.Load(spec, normalization, deepest)
            : throw new WeightsException(
                $"Unknown network '{spec}': expected {string.Join(", ", Names)} or a weight file.");
    }

    private static LoadedNetwork Installed(InstalledWeights weights, LayerName? deepest)
    {
        LoadedNetwork loaded = NetworkLoader.Load(weights.Path, null, deepest);
        LayerName last = loaded.Network.Convolutions[^1].Layer;
        return deepest is { } wanted && !VggLayers.IsUpTo(wanted, last)
            && VggLayout.Find(weights.Name).Layers.Values.Contains(wanted)
            ? throw new WeightsException(
                $"The installed weights '{weights.Name}' end at {last}, and {wanted} is asked for.")
            {
                Problem = WeightsProblem.TooShallow,
                WeightsName = weights.Name,
            }
            : loaded;
    }
}
