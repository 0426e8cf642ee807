using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Impasto.Networks.Files;

namespace Impasto.Networks;

/// <summary>Makes networks of weight files: PyTorch's .pth, old or zip, and .safetensors.</summary>
/// <remarks>Only the tensors of the layers asked for are read; a pickle is read as data and never run.</remarks>
public static class NetworkLoader
{
    private static readonly LayerName LastUsual = new(5, 1);

    // Files that are known by their names, and whose pixels they want.
    private static readonly (string Part, InputNormalization Normalization)[] KnownNames =
    [
        ("dcbb9e9d", InputNormalization.Torchvision),
        ("397923af", InputNormalization.Torchvision),
        ("d01eb7cb", InputNormalization.Caffe),
        ("vgg_conv", InputNormalization.Caffe),
        ("caffe", InputNormalization.Caffe),
    ];

    /// <summary>Loads a file.</summary>
    /// <param name="path">A .pth or .safetensors file with keys features.N.weight or convB_I.weight.</param>
    /// <param name="normalization">Which pixels the network wants; null asks the file, then its name, then takes torchvision's.</param>
    /// <param name="deepest">The last layer that will be used, where that is beyond conv5_1; null stops at conv5_1.</param>
    /// <exception cref="ImpastoException">The file is missing, damaged, hostile or no VGG network; one sentence that names it.</exception>
    public static LoadedNetwork Load(string path, InputNormalization? normalization = null, LayerName? deepest = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        TensorFile file = TensorFile.Open(path);
        try
        {
            return Build(file, Path.GetFileName(path), normalization, deepest ?? LastUsual);
        }
        catch (ImpastoException failure)
        {
            throw new ImpastoException($"The weight file '{path}' can't be used: {failure.Message.TrimEnd('.')}.", failure);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new ImpastoException($"The weight file '{path}' can't be used: reading failed ({failure.Message.TrimEnd('.')}).", failure);
        }
    }

    /// <summary>Builds a network from an open file; messages do not name the file.</summary>
    internal static LoadedNetwork Build(TensorFile file, string name, InputNormalization? normalization, LayerName deepest)
    {
        var keys = new WeightKeys(file);
        keys.RequireComplete();
        LayerName last = deepest > LastUsual ? deepest : LastUsual;
        List<Convolution> convolutions = [];
        int inputs = 3;
        foreach (LayerName layer in keys.Layers.Where(layer => layer <= last))
        {
            Convolution convolution = Read(keys, layer, inputs);
            convolutions.Add(convolution);
            inputs = convolution.Outputs;
        }

        (InputNormalization pixels, string source) = Normalization(file, name, normalization);
        string shown = file.Metadata.GetValueOrDefault("name", keys.IsNumbered ? keys.Layout.Name : Path.GetFileNameWithoutExtension(name));
        var network = new Network(
            shown, convolutions, pixels, Padding(file), Identity(convolutions), Maps(file, keys, convolutions));
        return new LoadedNetwork(network, source);
    }

    /// <summary>SHA-256 over the layers up to conv5_1, in float32: the same for a slim copy as for the original file.</summary>
    internal static string Identity(IReadOnlyList<Convolution> convolutions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Convolution convolution in convolutions.Where(convolution => convolution.Layer <= LastUsual))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{convolution.Layer} {convolution.Inputs} {convolution.Outputs}\n"));
            hash.AppendData(MemoryMarshal.AsBytes(convolution.Kernel.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(convolution.Bias.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Convolution Read(WeightKeys keys, LayerName layer, int inputs)
    {
        TensorEntry kernel = keys.Find(layer, "weight")!, bias = keys.Find(layer, "bias")!;
        if (kernel.Shape is not [long outputs, long found, 3, 3] || found != inputs || outputs < 1)
            throw new ImpastoException($"{kernel.Name} is {Shape(kernel)}, expected N x {inputs} x 3 x 3");
        if (bias.Shape is not [long biases] || biases != outputs)
            throw new ImpastoException($"{bias.Name} is {Shape(bias)}, expected {outputs}");
        return new Convolution(layer, inputs, (int)outputs, Finite(kernel), Finite(bias));
    }

    private static Dictionary<LayerName, LinearMap> Maps(TensorFile file, WeightKeys keys, List<Convolution> convolutions)
    {
        var maps = new Dictionary<LayerName, LinearMap>();
        foreach (Convolution convolution in convolutions)
        {
            LayerName layer = convolution.Layer;
            if (keys.Find(layer, "map.weight") is not { } weight || keys.Find(layer, "map.bias") is not { } bias)
                continue;
            if (weight.Shape is not [long rows, long columns] || columns != convolution.Outputs || bias.Shape is not [long biases] || biases != rows)
                throw new ImpastoException($"{weight.Name} is {Shape(weight)}, expected N x {convolution.Outputs} with N biases");
            int channels = int.TryParse(
                file.Metadata.GetValueOrDefault($"{layer}.channels"), NumberStyles.None, CultureInfo.InvariantCulture, out int stated)
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
                throw new ImpastoException($"{tensor.Name} contains {value}");
        }

        return values;
    }

    private static (InputNormalization Normalization, string Source) Normalization(
        TensorFile file, string name, InputNormalization? wanted)
    {
        if (wanted is not null)
            return (wanted, "as asked for");
        if (file.Metadata.TryGetValue("normalization", out string? stated))
            return (InputNormalization.Parse(stated), "the file says so");
        if (file.Metadata.TryGetValue("input", out string? input) && input.Contains("255", StringComparison.Ordinal))
        {
            bool blueFirst = input.Contains("BGR", StringComparison.OrdinalIgnoreCase);
            return (blueFirst ? InputNormalization.Caffe : InputNormalization.CaffeRgb, "the file's description says so");
        }

        foreach ((string part, InputNormalization known) in KnownNames)
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
                return (known, "known by the file's name");
        }

        return (InputNormalization.Torchvision, "assumed: the file does not say");
    }

    private static PaddingMode Padding(TensorFile file) => file.Metadata.TryGetValue("padding", out string? text)
        ? OptionText.Choice<PaddingMode>("padding", text)
        : PaddingMode.Zero;

    private static string Shape(TensorEntry tensor) => tensor.Shape.Length == 0 ? "one number" : string.Join(" x ", tensor.Shape);
}
