using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Impasto.Networks.Files;
using Impasto.Text;

namespace Impasto.Networks.Weights;

/// <summary>Reads networks from weight files: PyTorch's .pth, old or zip, and .safetensors.</summary>
/// <remarks>
/// The network may be a part of a larger file, under keys that begin alike. Only the tensors of the layers asked for
/// are read; a pickle is read as data and never run.
/// </remarks>
/// <example>
/// <code>
/// LoadedNetwork loaded = NetworkLoader.Load("vgg19.safetensors", deepest: LayerName.Parse("conv5_4"));
/// </code>
/// </example>
public static class NetworkLoader
{
    // VGG has 512. Keeps one layer below 40 MB, whatever a file contains.
    private const int MostChannels = 1024;

    private const string Assumed = "assumed: not stated in the file";

    private static readonly LayerName LastUsual = VggLayers.Of(5, 1);

    /// <summary>Loads a file.</summary>
    /// <param name="path">
    /// A .pth or .safetensors file, or the index of several, with keys that end in N.weight or convB_I.weight.
    /// </param>
    /// <param name="normalization">
    /// Which pixels the network expects; null takes them from the file's text, its first layer, its name or its
    /// checksum, and where none of these is known, torchvision's.
    /// </param>
    /// <param name="deepest">
    /// The last layer that will be used, where that is beyond conv5_1; null stops at conv5_1.
    /// </param>
    /// <exception cref="WeightsException">
    /// The file is missing, damaged, malicious or not a VGG network; one sentence that names it.
    /// </exception>
    public static LoadedNetwork Load(string path, InputNormalization? normalization = null, LayerName? deepest = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Load(TensorFile.Open(path), path, Path.GetFileName(path), normalization, deepest);
    }

    /// <summary>Reads a network from an open file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Where it is, for messages.</param>
    /// <param name="name">What it was called where it came from.</param>
    /// <param name="normalization">
    /// Which pixels the network expects; null finds out.
    /// </param>
    /// <param name="deepest">The last layer that will be used, where that is beyond conv5_1.</param>
    internal static LoadedNetwork Load(
        TensorFile file, string path, string name, InputNormalization? normalization = null, LayerName? deepest = null)
    {
        try
        {
            return Build(file, name, normalization, deepest ?? LastUsual);
        }
        catch (ImpastoException failure)
        {
            throw TensorFile.Unusable(path, failure.Message, failure);
        }
        catch (Exception failure) when (TensorFile.IsReading(failure))
        {
            throw TensorFile.Unusable(path, failure);
        }
    }

    /// <summary>Builds a network from an open file; messages do not name the file.</summary>
    internal static LoadedNetwork Build(
        TensorFile file, string name, InputNormalization? normalization, LayerName deepest)
    {
        var keys = WeightKeys.Of(file);
        LayerName last = VggLayers.Deepest([deepest, LastUsual]);
        List<Convolution> convolutions = [];
        int inputs = 3;
        foreach (LayerName layer in keys.Layers.Where(layer => VggLayers.IsUpTo(layer, last)))
        {
            Convolution convolution = Read(keys, layer, inputs);
            convolutions.Add(convolution);
            inputs = convolution.Outputs;
        }

        (InputNormalization pixels, string source) = Normalization(file, name, normalization, convolutions[0]);
        string shown = file.Metadata.GetValueOrDefault(
            "name", keys.IsNumbered ? keys.Layout.Name : Path.GetFileNameWithoutExtension(name));
        var network = Network.Vgg(
            shown, convolutions, pixels, Padding(file), Identity(convolutions), Maps(file, keys, convolutions));
        return new LoadedNetwork
        {
            Network = network,
            NormalizationSource = source,
            IsNormalizationAssumed = source == Assumed,
            Surplus = keys.Surplus,
        };
    }

    /// <summary>
    /// SHA-256 over the layers up to conv5_1, in float32: the same for a slim copy as for the original file.
    /// </summary>
    internal static string Identity(IReadOnlyList<Convolution> convolutions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, convolutions.Where(convolution => VggLayers.IsUpTo(convolution.Layer, LastUsual)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>SHA-256 over every text and every layer of a file, the layers beyond conv5_1 included.</summary>
    internal static string Seal(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<Convolution> convolutions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string key, string text) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}={text}\n"));
        Append(hash, convolutions);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, IEnumerable<Convolution> convolutions)
    {
        foreach (Convolution convolution in convolutions)
        {
            hash.AppendData(
                Encoding.UTF8.GetBytes($"{convolution.Layer} {convolution.Inputs} {convolution.Outputs}\n"));
            hash.AppendData(MemoryMarshal.AsBytes(convolution.Kernel.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(convolution.Bias.AsSpan()));
        }
    }

    private static Convolution Read(WeightKeys keys, LayerName layer, int inputs)
    {
        TensorEntry kernel = keys.Find(layer, "weight")!, bias = keys.Find(layer, "bias")!;
        if (kernel.Shape is not [long outputs, long found, 3, 3] || found != inputs || outputs < 1)
            throw new WeightsException($"{kernel.Name} is {Shape(kernel)}, expected N x {inputs} x 3 x 3");
        if (outputs > MostChannels)
            throw new WeightsException($"{kernel.Name} has {outputs} channels, far more than any VGG network's 512");
        if (bias.Shape is not [long biases] || biases != outputs)
            throw new WeightsException($"{bias.Name} is {Shape(bias)}, expected {outputs}");
        return new Convolution(layer, inputs, (int)outputs, Finite(kernel), Finite(bias));
    }

    private static Dictionary<LayerName, LinearMap> Maps(
        TensorFile file, WeightKeys keys, List<Convolution> convolutions)
    {
        var maps = new Dictionary<LayerName, LinearMap>();
        foreach (Convolution convolution in convolutions)
        {
            LayerName layer = convolution.Layer;
            if (keys.Find(layer, "map.weight") is not { } weight)
                continue;
            TensorEntry bias = keys.Find(layer, "map.bias") ?? throw new WeightsException($"it lacks {layer}.map.bias");
            if (weight.Shape is not [>= 1 and <= MostChannels and long rows, long columns]
                || columns != convolution.Outputs || bias.Shape is not [long biases] || biases != rows)
                throw new WeightsException(
                    $"{weight.Name} is {Shape(weight)}, expected N x {convolution.Outputs} with N biases");
            int channels = int.TryParse(
                file.Metadata.GetValueOrDefault($"{layer}.channels"), NumberStyles.None, CultureInfo.InvariantCulture,
                out int stated)
                ? stated
                : (int)rows;
            maps[layer] = new LinearMap((int)columns, (int)rows, Doubles(weight), Doubles(bias), channels);
        }

        return maps;
    }

    private static double[] Doubles(TensorEntry tensor) => [.. Finite(tensor).Select(value => (double)value)];

    private static float[] Finite(TensorEntry tensor)
    {
        float[] values = tensor.Read();
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                throw new WeightsException($"{tensor.Name} contains {value}");
        }

        return values;
    }

    private static (InputNormalization Normalization, string Source) Normalization(
        TensorFile file, string name, InputNormalization? wanted, Convolution first)
    {
        if (wanted is not null)
            return (wanted, "as given");
        if (file.Metadata.TryGetValue("normalization", out string? stated))
            return (InputNormalization.Parse(stated), "stated in the file");
        if (file.Metadata.TryGetValue("input", out string? input) && input.Contains("255", StringComparison.Ordinal))
        {
            bool blueFirst = input.Contains("BGR", StringComparison.OrdinalIgnoreCase);
            InputNormalization found = blueFirst ? InputNormalization.Caffe : InputNormalization.CaffeRgb;
            return (found, "stated in the file's description");
        }

        if (KnownPixels.OfValues(first) is { } measured)
            return (measured, "known by the first layer's values");
        if (KnownPixels.OfName(name) is { } named)
            return (named, "known by the file's name");
        return file.Checksum() is { } sha256 && KnownPixels.OfChecksum(sha256) is { } known
            ? (known, "known by the file's checksum")
            : (InputNormalization.Torchvision, Assumed);
    }

    private static PaddingMode Padding(TensorFile file)
    {
        if (!file.Metadata.TryGetValue("padding", out string? text))
            return PaddingMode.Zero;
        // No network is trained with pictures whose edges meet.
        PaddingMode[] trained = [.. Enum.GetValues<PaddingMode>().Where(mode => mode != PaddingMode.Wrap)];
        return trained.Where(mode => OptionText.Of(mode) == text).ToArray() is [PaddingMode padding]
            ? padding
            : throw new WeightsException(
                $"its padding is '{text}', expected {string.Join(", ", trained.Select(mode => OptionText.Of(mode)))}");
    }

    private static string Shape(TensorEntry tensor) =>
        tensor.Shape.Count == 0 ? "one number" : string.Join(" x ", tensor.Shape);
}
