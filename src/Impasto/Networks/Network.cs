namespace Impasto.Networks;

/// <summary>A frozen VGG-like network: its convolutions in order, how it wants its pixels, and where it comes from.</summary>
/// <remarks>Pooling stands wherever the block number rises from one convolution to the next.</remarks>
public sealed class Network
{
    /// <summary>Wraps convolutions that the caller hands over.</summary>
    /// <param name="name">A short name for people: vgg19, compact, or a file's name.</param>
    /// <param name="convolutions">In order, each taking what the one before it gives; the first takes three channels.</param>
    /// <param name="normalization">How the network wants its pixels.</param>
    /// <param name="padding">The padding the network was trained with.</param>
    /// <param name="sha256">Identity of the weights in hexadecimal.</param>
    /// <param name="maps">For a small network, the maps to its teacher's channels at some layers; null for none.</param>
    /// <exception cref="ArgumentException">The convolutions do not fit each other.</exception>
    public Network(
        string name,
        IReadOnlyList<Convolution> convolutions,
        InputNormalization normalization,
        PaddingMode padding,
        string sha256,
        IReadOnlyDictionary<LayerName, LinearMap>? maps = null)
    {
        ArgumentNullException.ThrowIfNull(convolutions);
        if (convolutions.Count == 0)
            throw new ArgumentException("Expected at least one convolution.", nameof(convolutions));
        for (int i = 0; i < convolutions.Count; i++)
        {
            int expected = i == 0 ? 3 : convolutions[i - 1].Outputs;
            if (convolutions[i].Inputs != expected)
                throw new ArgumentException($"{convolutions[i].Layer} takes {convolutions[i].Inputs} channels, expected {expected}.", nameof(convolutions));
            if (i > 0 && convolutions[i].Layer <= convolutions[i - 1].Layer)
                throw new ArgumentException($"{convolutions[i].Layer} stands after {convolutions[i - 1].Layer}.", nameof(convolutions));
        }

        Name = name;
        Convolutions = convolutions;
        Normalization = normalization;
        Padding = padding;
        Sha256 = sha256;
        Maps = maps ?? new Dictionary<LayerName, LinearMap>();
        foreach ((LayerName layer, LinearMap map) in Maps)
        {
            if (this[layer].Outputs != map.Inputs)
                throw new ArgumentException($"The map of {layer} takes {map.Inputs} channels, expected {this[layer].Outputs}.", nameof(maps));
        }
    }

    /// <summary>A short name for people: vgg19, compact, or a file's name.</summary>
    public string Name { get; }

    /// <summary>The convolutions in order.</summary>
    public IReadOnlyList<Convolution> Convolutions { get; }

    /// <summary>How the network wants its pixels.</summary>
    public InputNormalization Normalization { get; }

    /// <summary>The padding the network was trained with.</summary>
    public PaddingMode Padding { get; }

    /// <summary>SHA-256 of the weights in hexadecimal, for checks and for reproducing a run.</summary>
    public string Sha256 { get; }

    /// <summary>Maps to the teacher's channels at some layers, through which style moments are compared; empty for most networks.</summary>
    public IReadOnlyDictionary<LayerName, LinearMap> Maps { get; }

    /// <summary>How many weights and biases there are.</summary>
    public long ParameterCount => Convolutions.Sum(c => c.Kernel.LongLength + c.Bias.LongLength);

    /// <summary>Multiplications for a pixel of the picture, on average, in the convolutions up to a layer as they are written.</summary>
    internal double MultiplicationsPerPixel(LayerName deepest) => Convolutions.TakeWhile(c => c.Layer <= deepest)
        .Sum(c => 9.0 * c.Inputs * c.Outputs / ((double)c.Layer.Stride * c.Layer.Stride));

    /// <summary>The convolution of that layer.</summary>
    /// <exception cref="ImpastoException">The network does not have the layer; the message lists those it has.</exception>
    public Convolution this[LayerName layer]
    {
        get
        {
            for (int i = 0; i < Convolutions.Count; i++)
            {
                if (Convolutions[i].Layer == layer)
                    return Convolutions[i];
            }

            throw new ImpastoException(
                $"The network '{Name}' has no {layer}: it has {string.Join(", ", Convolutions.Select(c => c.Layer))}.");
        }
    }
}
