using Impasto.Networks;

namespace Impasto.Training;

/// <summary>The widths of a VGG-19-like network: its layers are VGG-19's up to conv5_1, its channels fewer.</summary>
/// <param name="Widths">Channels of each layer from conv1_1 to conv5_1, thirteen multiples of <see cref="WidthStep"/>.</param>
public sealed record StudentArchitecture(IReadOnlyList<int> Widths)
{
    /// <summary>Widths are multiples of this: what vector units like, and what libtorch gets right on every processor.</summary>
    public const int WidthStep = 16;

    // VGG-19's convolutions in each block, up to conv5_1.
    private static readonly int[] Depths = [2, 2, 4, 4, 1];

    /// <summary>The layers of every student in order, conv1_1 to conv5_1.</summary>
    public static IReadOnlyList<LayerName> Layers { get; } =
        [.. Depths.SelectMany((depth, block) => Enumerable.Range(1, depth).Select(index => new LayerName(block + 1, index)))];

    /// <summary>The compact network: 0.59 M parameters, 35 k multiplications a pixel; wide where styles are compared.</summary>
    public static StudentArchitecture Compact { get; } = new([32, 16, 80, 64, 160, 48, 32, 48, 80, 80, 64, 128, 112]);

    /// <summary>The widths of a network that distill has written.</summary>
    /// <exception cref="ImpastoException">It was not written so: it wants other pixels, or lacks layers.</exception>
    public static StudentArchitecture Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        bool fits = network.Normalization == InputNormalization.Unit
            && network.Convolutions.Select(convolution => convolution.Layer).SequenceEqual(Layers)
            && network.Convolutions.All(convolution => convolution.Outputs % WidthStep == 0);
        return fits
            ? new StudentArchitecture([.. network.Convolutions.Select(convolution => convolution.Outputs)])
            : throw new ImpastoException($"A training can't begin with the network '{network.Name}': expected one that distill has written.");
    }

    /// <summary>The convolutions in order, with their channels.</summary>
    public IReadOnlyList<(LayerName Layer, int Inputs, int Outputs)> Convolutions { get; } = List(Widths);

    /// <summary>Multiplications a pixel of the picture, on average.</summary>
    public double MultiplicationsPerPixel => Convolutions.Sum(c => 9.0 * c.Inputs * c.Outputs / (c.Layer.Stride * c.Layer.Stride));

    /// <summary>Weights and biases of the convolutions.</summary>
    public int ParameterCount => Convolutions.Sum(c => (9 * c.Inputs * c.Outputs) + c.Outputs);

    private static List<(LayerName Layer, int Inputs, int Outputs)> List(IReadOnlyList<int> widths)
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Count != Layers.Count || widths.Any(width => width < 1 || width % WidthStep != 0))
            throw new ArgumentException($"Expected the channels of {Layers.Count} layers, multiples of {WidthStep}.", nameof(widths));
        return [.. Layers.Select((layer, i) => (layer, i == 0 ? 3 : widths[i - 1], widths[i]))];
    }
}
